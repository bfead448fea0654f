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

  /* Arrow keys move from cell to cell; the line under the table says the cell as a sentence. */
  function moveByArrows(table) {
    var says = document.querySelector("[data-says]");
    var STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

    function target(cell) {
      return cell.querySelector("a") || cell;
    }

    each("tbody th, tbody td", function (cell) {
      if (target(cell) === cell) cell.tabIndex = -1;
    }, table);
    var first = table.querySelector("tbody td");
    if (first && target(first) === first) first.tabIndex = 0;

    table.addEventListener("keydown", function (event) {
      var step = STEPS[event.key];
      var cell = event.target.closest("tbody th, tbody td");
      if (!step || !cell || event.altKey || event.ctrlKey || event.metaKey) return;
      var row = cell.closest("tbody").rows[cell.parentNode.sectionRowIndex + step[0]];
      var next = row && row.cells[cell.cellIndex + step[1]];
      if (!next) return;
      event.preventDefault();
      target(next).focus();
    });
    table.addEventListener("focusin", function (event) {
      var cell = event.target.closest("[data-sentence]");
      if (cell && says) says.textContent = cell.getAttribute("data-sentence");
    });
  }

  /* What stands open on a wide screen and is long on a narrow one starts folded there. */
  function foldIfNarrow(details) {
    if (window.matchMedia("(max-width: 61.99em)").matches) details.open = false;
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
  each("details[data-fold]", foldIfNarrow);
  each("[data-print]", offerPrinting);
})();
