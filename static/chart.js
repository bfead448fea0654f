/* Draws the heatmap as a picture when asked to. Nothing of Plotly is loaded before, and nothing from another host. */
(function () {
  "use strict";

  var FAILED = "The picture could not be drawn. The table has the same facts.";
  /* Room for the names of the rows, and the least that a cell needs for its words. */
  var ROOM_FOR_NAMES = { wide: 210, narrow: 140 };
  var NARROW = 600;
  var CELL = 122;
  var MOST = 12;

  /* What the server says of a picture that it does not draw, in words for people. */
  function Refused(why) {
    this.words = why.trim();
  }

  function columnsAcross(width) {
    var room = width - (width < NARROW ? ROOM_FOR_NAMES.narrow : ROOM_FOR_NAMES.wide);
    return Math.max(1, Math.min(MOST, Math.floor(room / CELL)));
  }

  /* Resolves when the element that loads a file has loaded it. */
  function loaded(element, parent) {
    return new Promise(function (resolve, reject) {
      element.addEventListener("load", resolve);
      element.addEventListener("error", reject);
      parent.appendChild(element);
    });
  }

  /* Plotly looks for its style rules under this name, and writes none of its own into the page. */
  function loadStyle(address) {
    if (document.getElementById("plotly.js-style-global")) return Promise.resolve();
    var link = document.createElement("link");
    link.id = "plotly.js-style-global";
    link.className = "no-inline-styles";
    link.rel = "stylesheet";
    link.href = address;
    return loaded(link, document.head);
  }

  function loadScript(address) {
    if (window.Plotly) return Promise.resolve();
    var script = document.createElement("script");
    script.src = address;
    return loaded(script, document.head);
  }

  function loadFigure(address, across) {
    var url = new URL(address, window.location.href);
    url.searchParams.set("across", across);
    return fetch(url, { credentials: "same-origin" }).then(function (answer) {
      if (answer.status === 400) return answer.text().then(function (why) { throw new Refused(why); });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      return answer.json();
    });
  }

  function offer(figure) {
    var button = figure.querySelector("[data-chart-draw]");
    var says = figure.querySelector("[data-chart-says]");
    var place = figure.querySelector("[data-chart-here]");

    function draw() {
      button.disabled = true;
      says.textContent = "Drawing…";
      loadStyle(figure.getAttribute("data-chart-style")).then(function () {
        return Promise.all([
          loadFigure(figure.getAttribute("data-chart"), columnsAcross(place.clientWidth)),
          loadScript(figure.getAttribute("data-chart-script")),
          document.fonts ? document.fonts.ready : null
        ]);
      }).then(function (got) {
        return window.Plotly.newPlot(place, got[0].data, got[0].layout, {
          showSendToCloud: false,
          displaylogo: false,
          displayModeBar: true,
          responsive: true,
          modeBarButtonsToRemove: ["zoom2d", "pan2d", "select2d", "lasso2d", "autoScale2d"],
          toImageButtonOptions: { filename: "heatmap", scale: 2 }
        });
      }).then(function () {
        says.textContent = "Drawn. The camera above the picture saves it as PNG. The table has the same facts.";
        button.hidden = true;
      }).catch(function (fault) {
        says.textContent = fault instanceof Refused ? fault.words : FAILED;
        button.disabled = false;
      });
    }

    button.hidden = false;
    button.addEventListener("click", draw);
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-chart]"), offer);
})();
