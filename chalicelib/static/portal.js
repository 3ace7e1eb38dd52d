// What a script adds to every page of the customer; everything works without it. uploads.js does files and verdicts.
document.documentElement.classList.add("js");
const byId = (id) => document.getElementById(id);

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
