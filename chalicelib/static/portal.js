// What a script adds to every page of the customer; everything works without it.
// typed.js keeps what was typed and not sent, visit.js does the end of the visit, uploads.js files and verdicts.js what becomes
// of them: each comes when it is needed.
document.documentElement.classList.add("js");
const byId = (id) => document.getElementById(id);

// ---- what is needed later comes later, once, by the address that the page gives; without a network as soon as there is one
const { nonce, dataset: addresses } = document.currentScript;
const asked = {};
function need(name) {
  return asked[name] ??= new Promise((here) => {
    (function ask() {
      const script = Object.assign(document.createElement("script"), { nonce, src: addresses[name], onload: here });
      script.onerror = () => { script.remove(); setTimeout(ask, 2000); };
      document.head.append(script);
    })();
  });
}

// ---- read out politely, one after the other
const region = document.createElement("div");
region.className = "visually-hidden";
region.setAttribute("role", "status");
document.body.append(region);
let spoken = Promise.resolve();
function say(text) {
  spoken = spoken.then(() => { region.textContent = text; return new Promise((resolve) => setTimeout(resolve, 700)); });
}

// ---- forms: what is wrong comes first, and the same form is sent once
byId("summary")?.focus();
const buttons = (form) => form.querySelectorAll("button");
function ready(form) {
  delete form.dataset.sent;
  for (const button of buttons(form)) button.removeAttribute("aria-disabled");
}
document.addEventListener("submit", (happening) => {
  const form = happening.target;
  if (happening.defaultPrevented || form.dataset.form || form.method !== "post") return;
  if (form.dataset.sent) return happening.preventDefault();
  form.dataset.sent = "yes";
  for (const button of buttons(form)) button.setAttribute("aria-disabled", "true");
  setTimeout(ready, 15000, form); // no answer came; sent again, it still counts once
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(ready));

// ---- the visit: other tabs hear when it ends; what is said about its end comes five minutes before
const visitLeft = Number(byId("visit")?.dataset.left), visitEnd = Date.now() + 1000 * visitLeft;
if (byId("visit")) {
  need("typed");
  try { localStorage.setItem("golive-visit", visitEnd); } catch { /* not allowed: each tab knows its own */ }
  setTimeout(need, 1000 * Math.max(0, visitLeft - 300), "visit");
}
