/* Draws a report as a picture when asked to, says its points in words, and saves it. Nothing of Plotly is loaded
   before, and nothing ever from another host. */
(function () {
  "use strict";

  var FAILED = "The picture could not be drawn. The table has the same facts.";
  var NOT_SAVED = "The picture could not be saved. Try again, or print the page.";
  /* Room for the names of the rows, and the least that a cell needs for its words. */
  var ROOM_FOR_NAMES = { wide: 210, narrow: 140 };
  var NARROW = 600;
  var CELL = 122;
  var MOST = 12;
  var SHARPNESS = 2;

  /* What the server says of a picture that it does not draw, in words for people. */
  function Refused(why) {
    this.words = why.trim();
  }

  function each(selector, work) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), work);
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
      if (parent) parent.appendChild(element);
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

  /* The words of Plotly as people read them. */
  function plain(words) {
    return words.replace(/<br>/g, " ").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
  }

  /* All points with something to say, in rows from the top, each from the left. */
  function rowsOf(data) {
    var rows = {};
    function add(trace, x, y, words) {
      if (!words) return;
      var subplot = (trace.xaxis || "x") + (trace.yaxis || "y");
      var key = subplot + " " + y;
      rows[key] = rows[key] || { subplot: subplot, panel: parseInt(subplot.slice(1), 10) || 1, y: y, points: [] };
      rows[key].points.push({ x: x, y: y, words: plain(words) });
    }
    data.forEach(function (trace) {
      if (trace.hoverinfo !== "text") return;
      trace.hovertext.forEach(function (words, n) {
        if (!Array.isArray(words)) return add(trace, trace.x[n], trace.y[n], words);
        words.forEach(function (one, m) { add(trace, m, n, one); });
      });
    });
    return Object.keys(rows).map(function (key) {
      rows[key].points.sort(function (one, other) { return one.x - other.x; });
      return rows[key];
    }).sort(function (one, other) {
      return one.panel - other.panel || one.y - other.y;
    });
  }

  /* Shows where the keys are: a ring round a point. It is no part of what is saved. */
  function ringIn(place) {
    var layers = place.querySelectorAll(".main-svg"), layer = layers[layers.length - 1];
    var group = document.createElementNS(layer.namespaceURI, "g");
    ["chart__ring chart__ring--outer", "chart__ring"].forEach(function (look) {
      var circle = document.createElementNS(layer.namespaceURI, "circle");
      circle.setAttribute("class", look);
      circle.setAttribute("r", "17");
      group.appendChild(circle);
    });
    layer.appendChild(group);
    function hide() { group.setAttribute("visibility", "hidden"); }
    hide();
    window.addEventListener("resize", hide);
    return {
      hide: hide,
      show: function (subplot, point) {
        var axes = subplot.split("y"), layout = place._fullLayout;
        var across = layout["xaxis" + axes[0].slice(1)], down = layout["yaxis" + axes[1]];
        var x = across._offset + across.c2p(point.x), y = down._offset + down.c2p(point.y);
        group.setAttribute("transform", "translate(" + x + " " + y + ")");
        group.setAttribute("visibility", "visible");
        group.scrollIntoView({ block: "nearest", inline: "nearest" });
      }
    };
  }

  /* Arrow keys move through the points; the line below says each in words. */
  function moveByArrows(place, rows, says) {
    var row = 0, column = 0, begun = false, ring = ringIn(place);

    function show() {
      var point = rows[row].points[column];
      says.textContent = point.words;
      window.Plotly.Fx.hover(place, { xval: point.x, yval: point.y }, rows[row].subplot);
      ring.show(rows[row].subplot, point);
    }
    function leave() {
      ring.hide();
      window.Plotly.Fx.unhover(place);
    }
    function nearest(points, x) {
      return points.reduce(function (best, point, n) {
        return Math.abs(point.x - x) < Math.abs(points[best].x - x) ? n : best;
      }, 0);
    }
    function toRow(next) {
      var x = rows[row].points[column].x;
      row = Math.max(0, Math.min(rows.length - 1, next));
      column = nearest(rows[row].points, x);
    }
    var STEPS = {
      ArrowRight: function () { column = Math.min(rows[row].points.length - 1, column + 1); },
      ArrowLeft: function () { column = Math.max(0, column - 1); },
      ArrowDown: function () { toRow(row + 1); },
      ArrowUp: function () { toRow(row - 1); },
      Home: function () { toRow(0); },
      End: function () { toRow(rows.length - 1); }
    };

    place.addEventListener("keydown", function (event) {
      if (event.altKey || event.ctrlKey || event.metaKey || !rows.length) return;
      if (event.key === "Escape") return leave();
      if (!STEPS[event.key]) return;
      event.preventDefault();
      if (begun) STEPS[event.key]();
      begun = true;
      show();
    });
    place.addEventListener("blur", leave);
    place.on("plotly_hover", function (event) {
      var words = event.points[0] && event.points[0].hovertext;
      if (words) says.textContent = plain(words);
    });
  }

  function save(blob, name) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }

  function nameOf(title, ending) {
    return title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") + "." + ending;
  }

  /* Drawn on a canvas: by way of a data address, which the content security policy allows. */
  function asPng(svg) {
    var image = new Image();
    var whole = loaded(image);
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
    return whole.then(function () {
      var canvas = document.createElement("canvas");
      canvas.width = image.width * SHARPNESS;
      canvas.height = image.height * SHARPNESS;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      return new Promise(function (resolve, reject) {
        canvas.toBlob(function (blob) { if (blob) resolve(blob); else reject(new Error("no picture")); }, "image/png");
      });
    });
  }

  function escaped(words) {
    return words.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  }

  /* With title and description in the file itself. */
  function asSvg(place, meta) {
    var words = "<title>" + escaped(meta.title) + "</title><desc>" + escaped(meta.description) + "</desc>";
    var size = { width: place.clientWidth, height: place.clientHeight };
    return window.Plotly.toImage(place, { format: "svg", imageDataOnly: true, width: size.width, height: size.height })
      .then(function (svg) { return svg.replace(/^(<svg[^>]*>)/, "$1" + words); });
  }

  function offer(figure) {
    function part(name) { return figure.querySelector("[data-chart-" + name + "]"); }
    var button = part("draw"), status = part("status"), place = part("here"), drawn = part("drawn");

    function offerSaving(meta) {
      Array.prototype.forEach.call(figure.querySelectorAll("[data-chart-save]"), function (saver) {
        var ending = saver.getAttribute("data-chart-save");
        saver.addEventListener("click", function () {
          asSvg(place, meta).then(function (svg) {
            return ending === "png" ? asPng(svg) : new Blob([svg], { type: "image/svg+xml" });
          }).then(function (blob) {
            save(blob, nameOf(meta.title, ending));
          }).catch(function () {
            status.textContent = NOT_SAVED;
          });
        });
      });
    }

    function describe(meta) {
      part("description").textContent = meta.description;
      place.tabIndex = 0;
      place.setAttribute("role", "application");
      place.setAttribute("aria-label", meta.title);
      place.setAttribute("aria-describedby", "chart-description chart-keys");
    }

    function draw() {
      button.disabled = true;
      status.textContent = "Drawing…";
      loadStyle(figure.getAttribute("data-chart-style")).then(function () {
        return Promise.all([
          loadFigure(figure.getAttribute("data-chart"), columnsAcross(figure.clientWidth)),
          loadScript(figure.getAttribute("data-chart-script")),
          document.fonts ? document.fonts.ready : null
        ]);
      }).then(function (got) {
        drawn.hidden = false;
        return window.Plotly.newPlot(place, got[0].data, got[0].layout, {
          showSendToCloud: false,
          displaylogo: false,
          displayModeBar: false,
          responsive: true
        }).then(function () {
          describe(got[0].layout.meta);
          offerSaving(got[0].layout.meta);
          moveByArrows(place, rowsOf(got[0].data), part("says"));
        });
      }).then(function () {
        status.textContent = "Drawn. The table has the same facts.";
        button.hidden = true;
        place.focus();
      }).catch(function (fault) {
        status.textContent = fault instanceof Refused ? fault.words : FAILED;
        drawn.hidden = true;
        button.disabled = false;
      });
    }

    figure.hidden = false;
    button.addEventListener("click", draw);
  }

  /* A picture that the server made as SVG, saved as PNG. */
  function offerPng(button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      fetch(button.getAttribute("data-save-png"), { credentials: "same-origin" }).then(function (answer) {
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        return answer.text();
      }).then(asPng).then(function (blob) {
        save(blob, nameOf(document.querySelector("h1").textContent, "png"));
      }).catch(function () {
        button.textContent = NOT_SAVED;
      });
    });
  }

  each("[data-chart]", offer);
  each("[data-save-png]", offerPng);
})();
