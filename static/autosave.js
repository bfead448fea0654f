/* Saves each answer as it is given, and keeps in the browser what the server has not confirmed yet. Says "Saved" only
   when the server said so. The Save buttons work without it. See docs/autosave.md. */
(function () {
  "use strict";

  var form = document.querySelector("form[data-autosave]");
  if (!form || !window.fetch || !window.URLSearchParams || !window.AbortController || !window.DOMParser) return;

  var PAUSE = 1500;
  var LONGEST = 20000;
  var WAITS = [2000, 4000, 8000, 16000, 30000];
  var AGAIN = "Not saved yet: we will try again";
  /* How somebody comes in again whose time ran out: by signing in, or by a link that an e-mail brings. */
  var isByLink = form.getAttribute("data-let-in") === "link";
  var COME_IN = isByLink ? "Send me a new link" : "Sign in again";
  var SIGN_IN = "Not saved yet: " + (isByLink ? "open a new link" : "sign in again") + " and your words come back";
  var SIGN_IN_BESIDE = "Not saved yet: " + (isByLink ? "open a new link" : "sign in again") + " in another tab";
  var NO_MORE = "Not saved. These answers cannot be changed here now";
  var KEEP_OPEN = ". Keep this page open: this browser cannot keep your words";
  var WELCOME = "Welcome back. What you typed is here";

  var looks = document.getElementById("autosave-looks").content;
  var token = form.querySelector("[name=csrfmiddlewaretoken]");
  var whose = ["aligns", form.getAttribute("data-autosave"), form.getAttribute("data-person")].join("/");
  var questions = Array.prototype.map.call(form.querySelectorAll("[data-answer]"), questionOf);
  var isBusy = false;
  var isLeaving = false;
  var failures = 0;
  var retry = null;
  var whenIdle = null;
  var cameBack = [];
  /* A browser that fills a page in again may put an older version there; a press is about the words that are shown. */
  var filledIn = form.elements.words_of.value;
  form.elements.words_of.value = form.getAttribute("data-words-of");

  /* ---- What is kept in the browser: by self-assessment, person and question, with the version it was typed over, and
     the version of the framework whose words were on the page. */

  function kept(question) {
    try {
      return JSON.parse(window.localStorage.getItem(question.key));
    } catch (fault) {
      return null;
    }
  }

  function canKeep() {
    try {
      window.localStorage.setItem(whose, "");
      window.localStorage.removeItem(whose);
      return true;
    } catch (fault) {
      return false;
    }
  }

  function keep(question) {
    try {
      var all = {
        words: contentOf(question),
        over: question.over,
        wordsOf: question.wordsOf,
        attempted: question.attempted
      };
      window.localStorage.setItem(question.key, JSON.stringify(all));
      question.isKept = true;
    } catch (fault) {
      question.isKept = false;
    }
    warnOfLoss();
  }

  /* Only what the server confirmed is taken out: another window may have kept newer words since. */
  function drop(question, words) {
    var found = kept(question);
    if (found && found.words === words) window.localStorage.removeItem(question.key);
    question.isKept = true;
    warnOfLoss();
  }

  function warnOfLoss() {
    var isAtRisk = questions.some(function (question) { return !question.isKept; });
    window.onbeforeunload = !isAtRisk ? null : function (event) {
      if (isLeaving) return undefined;
      event.preventDefault();
      return "";
    };
  }

  /* ---- One question: an indicator, or the dimension as a whole. */

  function questionOf(section) {
    var prefix = section.getAttribute("data-answer") + "-";
    return {
      section: section,
      name: section.getAttribute("data-answer"),
      prefix: prefix,
      key: [whose, section.getAttribute("data-answer"), section.getAttribute("data-of")].join("/"),
      version: form.elements[prefix + "version"],
      isDisputed: form.elements[prefix + "resolving"].value === "on",
      over: section.getAttribute("data-version"), // the version that the words are typed over
      wordsOf: form.getAttribute("data-words-of"), // the version of the framework that they answer
      confirmed: null, // what the server holds, as far as this page knows
      confirmedWords: "",
      attempted: null, // what was sent without an answer: it may have arrived or not
      refused: null, // what the server could not take as it was
      isKept: true,
      isDue: false,
      isWaiting: false,
      isStale: false,
      pause: null
    };
  }

  function fieldsOf(question) {
    return Array.prototype.filter.call(form.elements, function (field) {
      var own = field.name.indexOf(question.prefix) === 0 && field.name.slice(question.prefix.length);
      return own && ["version", "resolving", "stands"].indexOf(own) < 0 && field.type !== "submit";
    });
  }

  /* What the fields say now, or said when the page was made, as one string in the order of the page. */
  function contentOf(question, asMade) {
    var said = new URLSearchParams();
    fieldsOf(question).forEach(function (field) {
      if (field.type === "radio" || field.type === "checkbox") {
        if (asMade ? field.defaultChecked : field.checked) said.append(field.name, field.value);
      } else if (field.options && asMade) {
        var made = Array.prototype.filter.call(field.options, function (option) { return option.defaultSelected; })[0];
        said.append(field.name, (made || field.options[0]).value);
      } else {
        said.append(field.name, (asMade ? field.defaultValue : field.value).replace(/\r\n/g, "\n").trim());
      }
    });
    return said.toString();
  }

  function putBack(question, words) {
    var said = new URLSearchParams(words);
    fieldsOf(question).forEach(function (field) {
      if (field.type === "radio" || field.type === "checkbox") field.checked = said.get(field.name) === field.value;
      else if (said.has(field.name)) field.value = said.get(field.name);
    });
    fieldsOf(question).forEach(function (field) {
      if (field.checked) field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  function isUnsaved(question) {
    return contentOf(question) !== question.confirmed;
  }

  /* A conflict waits for its choice and a press; what the server could not take waits for a change. */
  function isLeftAlone(question) {
    return question.isStale || question.isDisputed || contentOf(question) === question.refused;
  }

  function setOver(question, version) {
    question.over = question.version.value = String(version);
  }

  /* ---- Words and marks on screen. */

  function copyOf(look) {
    return looks.querySelector("[data-look='" + look + "']").cloneNode(true);
  }

  function say(question, look, words, more) {
    var place = question.section.querySelector("[data-saved]");
    var line = copyOf(look);
    (line.querySelector(".state") || line).appendChild(document.createTextNode(words));
    /* What stands there already is not said twice, and a link in it stays where the finger is. */
    if (place.textContent.trim() === (words + (more ? more.textContent : "")).trim()) return;
    place.textContent = "";
    if (words) place.appendChild(line);
    if (more) place.appendChild(more);
  }

  function sayNotYet(question, words, more) {
    say(question, "wait", words + (question.isKept ? "" : KEEP_OPEN), more);
  }

  function mark(question, look) {
    var item = document.querySelector("[data-mark='" + question.section.getAttribute("data-of") + "']");
    if (!item || question.name === "whole") return;
    while (item.lastChild !== item.firstElementChild) item.removeChild(item.lastChild);
    if (look) item.appendChild(copyOf(look));
  }

  /* As the server does: an answer that is there counts, but is still to be confirmed where the page says so. */
  function markAnswered(question) {
    mark(question, question.section.querySelector("[data-to-confirm]") ? "to confirm" : "answered");
  }

  /* Once it is changed, an answer is no longer what was brought forward, nor one that is to be confirmed. */
  function unmark(question, mark) {
    var said = question.section.querySelector(".question__body > [" + mark + "]");
    if (said) said.parentNode.removeChild(said);
  }

  function linkTo(address, words) {
    var link = document.createElement("a");
    link.href = address;
    link.textContent = words;
    return link;
  }

  /* Sends the page as a press does; the server then shows both answers side by side. */
  function offerBoth() {
    var button = document.createElement("button");
    button.type = "submit";
    button.className = "link-button";
    button.name = "then";
    button.value = "continue";
    button.textContent = "See both versions";
    return button;
  }

  function listed(faults) {
    var line = document.createElement("p");
    line.className = "question__state";
    line.textContent = faults.join(". ");
    return line;
  }

  /* What the indicators say together stands above the level of the whole dimension. */
  function sayTogether(markup) {
    var place = form.querySelector("[data-so-far]");
    if (!place || !markup) return;
    place.textContent = "";
    Array.prototype.slice.call(new DOMParser().parseFromString(markup, "text/html").body.childNodes).forEach(function (node) {
      place.appendChild(document.importNode(node, true));
    });
  }

  function welcome() {
    if (!cameBack.length) return;
    var areSaved = cameBack.every(function (question) { return !isUnsaved(question); });
    var banner = copyOf("welcome");
    banner.querySelector("[data-words]").textContent = WELCOME + (areSaved ? ", and is now saved." : ".");
    var place = document.querySelector("[data-welcome]");
    place.textContent = "";
    place.appendChild(banner);
    if (areSaved) cameBack = [];
  }

  /* ---- Sending: one answer at a time, the newest words of each. */

  function next() {
    if (isBusy || isLeaving) return;
    var question = questions.filter(function (one) { return one.isDue; })[0];
    if (!question) {
      var then = whenIdle;
      whenIdle = null;
      if (then) then();
      return;
    }
    isBusy = true;
    send(question).then(function () {
      isBusy = false;
      next();
    });
  }

  function due(question) {
    window.clearTimeout(question.pause);
    question.pause = null;
    question.isDue = true;
  }

  /* What may have arrived is sent again first, as it was: only then is it known which version the rest goes over. */
  function send(question) {
    var words = question.attempted === null ? contentOf(question) : question.attempted;
    if (!question.isWaiting) say(question, "wait", "Saving");
    question.isDue = question.isWaiting = false;
    question.attempted = words;
    keep(question);
    return post(question, words, true).then(function (answer) {
      if (answer.state !== "unreachable") {
        question.attempted = null;
        failures = 0;
      }
      outcomes[answer.state](question, answer, words);
      if (answer.state !== "unreachable") wake();
    });
  }

  function bodyOf(question, words) {
    var body = new URLSearchParams(words);
    body.append("csrfmiddlewaretoken", token.value);
    body.append("words_of", question.wordsOf);
    body.append(question.prefix + "version", question.over);
    if (question.isDisputed) {
      var chosen = question.section.querySelector("[name='" + question.prefix + "stands']:checked");
      body.set(question.prefix + "version", question.version.value);
      body.append(question.prefix + "resolving", "on");
      body.append(question.prefix + "stands", chosen ? chosen.value : "");
    }
    return body;
  }

  function post(question, words, mayRenew) {
    return ask({ method: "POST", body: bodyOf(question, words), headers: { Accept: "application/json" } }, function (reply) {
      if (reply.type === "opaqueredirect") return { state: "signedOut" };
      if (reply.status === 403 && mayRenew) {
        return renewed().then(function (found) {
          return found.state ? found : post(question, words, false);
        });
      }
      if (reply.status === 403 || reply.status === 404) return { state: "refused", words: NO_MORE };
      if ((reply.headers.get("Content-Type") || "").indexOf("application/json") !== 0) return { state: "unreachable" };
      return reply.json().then(function (said) {
        if (said.refused) return { state: "refused", words: "Not saved. " + said.refused };
        sayTogether(said.so_far);
        return said.answers[question.name] || { state: "unreachable" };
      });
    });
  }

  function ask(request, read) {
    var cut = new AbortController();
    var limit = window.setTimeout(function () { cut.abort(); }, LONGEST);
    request.credentials = "same-origin";
    request.redirect = "manual";
    request.signal = cut.signal;
    return fetch(window.location.href, request).then(read).catch(function () {
      return { state: "unreachable" };
    }).then(function (answer) {
      window.clearTimeout(limit);
      return answer;
    });
  }

  /* After a new sign-in in another window the form's mark is another one; if somebody else signed in, it is not used. */
  function renewed() {
    return ask({ method: "GET" }, function (reply) {
      if (reply.type === "opaqueredirect") return { state: "signedOut" };
      return reply.text().then(function (text) {
        var theirs = new DOMParser().parseFromString(text, "text/html").querySelector("form[data-autosave]");
        if (!theirs || theirs.getAttribute("data-person") !== form.getAttribute("data-person")) {
          return { state: "refused", words: NO_MORE };
        }
        token.value = theirs.querySelector("[name=csrfmiddlewaretoken]").value;
        return {};
      });
    });
  }

  var outcomes = {
    saved: function (question, answer, words) {
      setOver(question, answer.version);
      question.confirmed = words;
      question.confirmedWords = answer.words;
      question.refused = null;
      if (!answer.brought) unmark(question, "data-brought");
      if (!answer.to_confirm) unmark(question, "data-to-confirm");
      if (answer.version) markAnswered(question);
      if (isUnsaved(question)) {
        keep(question);
        if (!question.pause) due(question);
        return;
      }
      drop(question, words);
      say(question, "done", answer.words, answer.moved ? linkTo(answer.moved, "The question has other words now. Read them") : null);
      welcome();
    },
    empty: function (question, answer, words) {
      question.refused = words;
      say(question, "plain", "");
    },
    faulty: function (question, answer, words) {
      question.refused = words;
      if (contentOf(question) !== words) {
        if (!question.pause) due(question);
        return;
      }
      keep(question);
      say(question, "error", answer.words + (question.isKept ? "" : KEEP_OPEN), listed(answer.faults));
      mark(question, "needs more");
    },
    stale: function (question, answer) {
      question.isStale = true;
      keep(question);
      say(question, "error", answer.words + (question.isKept ? "" : KEEP_OPEN), offerBoth());
      mark(question, "needs more");
    },
    overtaken: function (question, answer, words) {
      question.isStale = true;
      drop(question, words);
      say(question, "error", answer.words, linkTo(window.location.href.split("#")[0], "Load this page again to see it"));
    },
    refused: function (question, answer, words) {
      question.refused = words;
      keep(question);
      say(question, "error", answer.words + (question.isKept ? ". Your words are kept" : KEEP_OPEN));
    },
    signedOut: function (question) {
      question.isWaiting = true;
      keep(question);
      var link = linkTo(form.getAttribute("data-sign-in"), COME_IN);
      if (!question.isKept) link.target = "_blank";
      sayNotYet(question, question.isKept ? SIGN_IN : SIGN_IN_BESIDE, link);
    },
    unreachable: function (question) {
      questions.forEach(function (one) {
        if (one !== question && !one.isDue) return;
        one.isDue = false;
        one.isWaiting = true;
        keep(one);
        sayNotYet(one, AGAIN);
      });
      window.clearTimeout(retry);
      retry = window.setTimeout(tryAgain, WAITS[Math.min(failures, WAITS.length - 1)]);
      failures += 1;
    }
  };
  /* The person let somebody else's answer stand: hers is settled, and the press that follows shows theirs. */
  outcomes.theirs = function (question, answer, words) {
    question.confirmed = words;
    drop(question, words);
    say(question, "done", answer.words);
  };

  function tryAgain() {
    window.clearTimeout(retry);
    questions.forEach(function (question) {
      if (question.isWaiting) due(question);
    });
    next();
  }

  /* The server answers again, so what waits for it need not wait longer. Who is signed out still has to sign in. */
  function wake() {
    if (retry === null) return;
    window.clearTimeout(retry);
    retry = null;
    questions.forEach(function (question) {
      if (question.isWaiting) due(question);
    });
  }

  /* ---- What people do. */

  function questionAt(field) {
    return questions.filter(function (one) { return (field.name || "").indexOf(one.prefix) === 0; })[0];
  }

  function noticed(event) {
    var question = questionAt(event.target);
    if (!question) return;
    window.clearTimeout(question.pause);
    question.pause = null;
    if (!isUnsaved(question) && question.attempted === null && !question.isDisputed && !question.isStale) {
      drop(question, question.confirmed);
      question.isWaiting = question.isDue = false;
      say(question, "done", question.confirmedWords);
      if (question.over === "0") mark(question, "");
      else markAnswered(question);
      return;
    }
    keep(question);
    if (isLeaving || isLeftAlone(question)) return;
    if (!question.isWaiting) say(question, "wait", "Saving");
    if (event.type === "change") {
      due(question);
      next();
    } else {
      question.pause = window.setTimeout(function () {
        due(question);
        next();
      }, PAUSE);
    }
  }

  /* A press waits for what is on its way, then goes where it always went. Unreachable, it stays with the words. */
  function pressed(event) {
    if (isLeaving) return;
    var button = event.submitter || form.querySelector("button[type='submit']");
    questions.forEach(function (question) {
      var isSettled = question.isDisputed && question.section.querySelector("[name$='-stands']:checked");
      if (isUnsaved(question) && (isSettled || !isLeftAlone(question))) due(question);
    });
    if (!isBusy && !questions.some(function (question) { return question.isDue; })) {
      leave();
      return;
    }
    event.preventDefault();
    whenIdle = function () {
      var place = document.querySelector("[data-saved-all]");
      place.textContent = "";
      if (retry !== null && questions.some(function (question) { return question.isWaiting; })) {
        place.appendChild(document.createTextNode(AGAIN));
        return;
      }
      leave();
      button.click();
    };
    next();
  }

  /* Nothing is sent beside a press. Where the press is broken off, the page goes on saving. */
  function leave() {
    isLeaving = true;
    window.setTimeout(stay, LONGEST);
  }

  function stay() {
    isLeaving = false;
    questions.forEach(function (question) {
      if (isUnsaved(question) && !isLeftAlone(question)) due(question);
    });
    next();
  }

  /* ---- The page as it comes: what was kept goes back into its fields, over the version it was typed over. */

  function begin(question) {
    var found = kept(question);
    var place = question.section.querySelector("[data-saved]");
    question.confirmedWords = place.textContent.trim();
    question.version.value = question.over;
    if (question.section.hasAttribute("data-unsaved")) {
      question.refused = contentOf(question);
      if (question.isDisputed) question.over = found ? found.over : question.over === "0" ? "1" : "0";
      keep(question);
      return;
    }
    question.confirmed = contentOf(question, true);
    if (found && found.words !== question.confirmed) {
      if (found.attempted !== question.confirmed) setOver(question, found.over);
      if (found.wordsOf) question.wordsOf = found.wordsOf;
      putBack(question, found.words);
      cameBack.push(question);
    } else if (found) {
      drop(question, found.words);
    }
    if (!isUnsaved(question)) return;
    /* Filled in by the browser itself from an older page: then nothing newer may be written over. */
    if (!found && arrival() !== "navigate") {
      setOver(question, 0);
      question.wordsOf = filledIn;
    }
    due(question);
  }

  function arrival() {
    var entry = window.performance.getEntriesByType && window.performance.getEntriesByType("navigation")[0];
    return entry ? entry.type : "";
  }

  /* The Back button may bring an old copy of the page. What is typed is kept, so a new copy loses nothing. */
  if (arrival() === "back_forward" && canKeep() && !form.querySelector("[data-unsaved]")) {
    window.location.reload();
    return;
  }

  questions.forEach(begin);
  form.addEventListener("input", noticed);
  form.addEventListener("change", noticed);
  form.addEventListener("submit", pressed);
  window.addEventListener("online", tryAgain);
  window.addEventListener("focus", tryAgain);
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) stay();
  });
  welcome();
  next();
})();
