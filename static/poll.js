/* Asks every second how a poll stands, and draws what the server has drawn. Without it the page has a link for that. */
(function () {
  "use strict";

  var EVERY = 1000;
  var SAY_EVERY = 10000;
  var LOST = "The connection is lost. This screen tries again by itself.";
  var OVER = "This screen no longer updates. Load the page again.";

  var screen = document.querySelector("[data-poll]");
  if (!screen || !window.fetch) return;

  var address = screen.getAttribute("data-poll");
  var count = screen.querySelector("[data-poll-count]");
  var results = screen.querySelector("[data-poll-results]");
  var says = screen.querySelector("[data-poll-says]");
  var trouble = screen.querySelector("[data-poll-trouble]");
  var drawn = null;
  var saidAt = Date.now();

  function tell(words) {
    trouble.textContent = words;
    trouble.hidden = !words;
  }

  /* Every answer would be too much to listen to. */
  function say(words) {
    if (Date.now() - saidAt < SAY_EVERY || says.textContent === words) return;
    saidAt = Date.now();
    says.textContent = words;
  }

  function show(standing) {
    tell("");
    if (standing.state !== "open") {
      window.location.reload();
      return false;
    }
    if (count.textContent !== standing.words) count.textContent = standing.words;
    if (drawn !== standing.drawn) {
      drawn = standing.drawn;
      results.innerHTML = drawn;
    }
    say(standing.words);
    return true;
  }

  function ask() {
    window.fetch(address, { credentials: "same-origin", cache: "no-cache", redirect: "manual" }).then(function (answer) {
      if (!answer.ok) throw answer;
      return answer.json();
    }).then(function (standing) {
      if (show(standing)) window.setTimeout(ask, EVERY);
    }).catch(function (why) {
      var isSignedOut = why.type === "opaqueredirect" || why.status === 404;
      tell(isSignedOut ? OVER : LOST);
      if (!isSignedOut) window.setTimeout(ask, EVERY * 3);
    });
  }

  window.setTimeout(ask, EVERY);
})();
