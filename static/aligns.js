/* Makes pages handier. Every page works without it, so nothing here may be the only way to do a thing. */
(function () {
  "use strict";

  var root = document.documentElement;
  root.classList.add("has-script");

  function each(selector, work, within) {
    Array.prototype.forEach.call((within || document).querySelectorAll(selector), work);
  }

  /* The fields under a radio show when it is chosen. */
  function followRadios(group) {
    function show() {
      each("[data-controls]", function (input) {
        document.getElementById(input.getAttribute("data-controls")).hidden = !input.checked;
      }, group);
    }
    group.addEventListener("change", show);
    show();
  }

  /* A button beside a password shows it. */
  function offerShowing(input) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "nhsuk-button nhsuk-button--secondary";
    button.textContent = "Show";
    button.setAttribute("aria-label", "Show password");
    button.addEventListener("click", function () {
      var shown = input.type === "text";
      input.type = shown ? "password" : "text";
      button.textContent = shown ? "Show" : "Hide";
      button.setAttribute("aria-label", shown ? "Show password" : "Hide password");
    });
    input.form.addEventListener("submit", function () {
      input.type = "password";
    });
    input.parentNode.appendChild(button);
  }

  /* On a narrow screen the rooms of the site fold behind a button. */
  function foldMenu(button) {
    button.hidden = !window.matchMedia("(max-width: 47.99em)").matches;
    window.addEventListener("resize", function () {
      button.hidden = !window.matchMedia("(max-width: 47.99em)").matches;
    });
    button.addEventListener("click", function () {
      var open = button.getAttribute("aria-expanded") !== "true";
      button.setAttribute("aria-expanded", String(open));
      each("[data-menu-part]", function (part) {
        part.classList.toggle("is-open", open);
      });
    });
  }

  /* A link of the error summary puts the cursor into its field. */
  function leadToFields(summary) {
    summary.focus();
    summary.addEventListener("click", function (event) {
      var link = event.target.closest ? event.target.closest("a[href^='#']") : null;
      var field = link && document.getElementById(link.getAttribute("href").slice(1));
      if (!field) return;
      event.preventDefault();
      var label = field.closest("fieldset") || document.querySelector("label[for='" + field.id + "']") || field;
      label.scrollIntoView();
      field.focus({ preventScroll: true });
    });
  }

  /* How much room is left in a long text, once three quarters are used. */
  function countLetters(area) {
    var most = Number(area.getAttribute("data-max"));
    var line = document.createElement("p");
    line.className = "nhsuk-hint";
    line.setAttribute("role", "status");
    area.parentNode.insertBefore(line, area.nextSibling);
    function say() {
      var left = most - area.value.length;
      line.textContent =
        area.value.length < most * 0.75 ? "" :
        left >= 0 ? left + " characters left" : -left + " characters too many";
    }
    area.addEventListener("input", say);
    say();
  }

  /* Arrow keys, Home and End move from cell to cell, one of which is on the way of the Tab key. The line under the table
     says the cell as a sentence, once one stays at it, and stays in sight from then on. */
  function moveByArrows(table) {
    var line = document.querySelector("[data-says-line]");
    var body = table.tBodies[0];
    var onTabWay = null;
    var waiting;

    function target(cell) {
      return cell.querySelector("a") || cell;
    }

    function putOnTabWay(cell) {
      if (onTabWay) onTabWay.tabIndex = -1;
      onTabWay = cell;
      onTabWay.tabIndex = 0;
    }

    function say(cell) {
      var open = line.querySelector("[data-says-open]");
      var helps = line.querySelector("[data-says-helps]");
      var link = cell.parentNode.cells[0].querySelector("a.heatmap__name");
      var help = table.tHead.rows[0].cells[cell.cellIndex].querySelector("a[href$='#moving-up']");
      clearTimeout(waiting);
      waiting = setTimeout(function () {
        line.classList.add("is-saying");
        line.querySelector("[data-says]").textContent = cell.getAttribute("data-sentence");
        open.hidden = !link;
        helps.hidden = !help;
        if (help) helps.href = help.href;
        if (!link) return;
        open.href = link.href;
        open.textContent = "Open " + link.textContent;
      }, 150);
    }

    function choose(event) {
      var cell = event.target.closest("[data-sentence]");
      if (!cell) return;
      putOnTabWay(cell);
      if (line) say(cell);
    }

    /* Row and column to go to; a row has its head at 0. */
    function goal(event, cell) {
      var row = cell.parentNode.sectionRowIndex;
      var last = cell.parentNode.cells.length - 1;
      var whole = event.ctrlKey;
      if (event.key === "Home") return [whole ? 0 : row, 1];
      if (event.key === "End") return [whole ? body.rows.length - 1 : row, last];
      if (whole) return null;
      return {
        ArrowRight: [row, cell.cellIndex + 1],
        ArrowLeft: [row, cell.cellIndex - 1],
        ArrowDown: [row + 1, cell.cellIndex],
        ArrowUp: [row - 1, cell.cellIndex]
      }[event.key];
    }

    function move(event) {
      var cell = event.target.closest("tbody th, tbody td");
      if (!cell || event.altKey || event.metaKey || event.shiftKey) return;
      var to = goal(event, cell);
      var next = to && body.rows[to[0]] && body.rows[to[0]].cells[to[1]];
      if (!next) return;
      event.preventDefault();
      target(next).focus();
    }

    each("tbody td", function (cell) {
      cell.tabIndex = -1;
    }, table);
    if (table.querySelector("tbody td")) putOnTabWay(table.querySelector("tbody td"));
    table.addEventListener("keydown", move);
    table.addEventListener("focusin", choose);
    table.addEventListener("click", choose);
  }

  /* Links that only a script can serve, such as printing. */
  function offerPrinting(button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      window.print();
    });
  }

  each("[data-conditional]", followRadios);
  each("input[type='password'][data-show]", offerShowing);
  each("[data-menu]", foldMenu);
  each("[data-error-summary]", leadToFields);
  each("textarea[data-max]", countLetters);
  each("table[data-arrows]", moveByArrows);
  each("[data-print]", offerPrinting);
})();
