// What was typed and not sent outlives a reload and an ended visit, in this tab alone: questions, reasons, notes, a colleague's
// address. forms.js does the same for a task's questions. Passwords, keys, codes and signatures are never kept: a form with
// a text or an address to write is kept, without its fields that are secret; boxes are ticked anew.
{
  const written = (form) => form && form.matches("main form:not(#answers, [data-form])") && form.querySelector("textarea, input[type=email]");
  const fields = (form) => [...form.elements].filter((field) =>
    field.name && !["hidden", "password", "checkbox", "file", "submit"].includes(field.type) && !("secret" in field.dataset));
  const hidden = (form, name) => form.querySelector(`input[type=hidden][name=${name}]`)?.value ?? "";
  const kept = (form) => `golive/${hidden(form, "whose")}${new URL(form.action).pathname}/${hidden(form, "act")}/${hidden(form, "task")}`;
  const found = (name) => { try { return JSON.parse(sessionStorage.getItem(name)); } catch { return null; } };
  const keep = (name, what) => { try { sessionStorage.setItem(name, JSON.stringify(what)); } catch { /* full, or forbidden */ } };
  const all = () => Object.keys(sessionStorage).filter((name) => name.startsWith("golive/"));

  // Answers that were sent or saved need not be kept any more; told once, as what is typed from now on is new.
  const given = document.querySelector("[data-given]")?.dataset.given;
  if (given) {
    sessionStorage.removeItem(`golive/${given}`);
    history.replaceState(history.state, "", location.pathname);
  }

  // A text counts as sent when the page that answers says what was done: not on the way there, as the visit may have ended.
  const [way] = performance.getEntriesByType("navigation");
  const done = way?.type === "navigate" && new URLSearchParams(new URL(way.name).search).has("done");
  for (const name of all()) {
    const { typed, sent } = found(name) ?? {};
    if (sent && done) sessionStorage.removeItem(name);
    else if (sent) keep(name, { typed });
  }

  // What the page itself shows again comes first.
  for (const form of document.querySelectorAll("main form")) {
    if (!written(form)) continue;
    let back = false;
    const typed = found(kept(form))?.typed ?? [];
    for (const field of fields(form)) {
      const value = typed.find(([name]) => name === field.name)?.[1];
      if (!value || new FormData(form).get(field.name)) continue;
      if (field.type !== "radio") field.value = value;
      else if (field.value === value) field.checked = true;
      else continue;
      back = true;
    }
    if (!back) continue;
    form.closest("details")?.setAttribute("open", "");
    form.closest("[data-live]")?.setAttribute("data-touched", "yes");
    const told = Object.assign(document.createElement("p"), { className: "small soft", textContent: byId("visit").dataset.again });
    form.prepend(told);
    say(told.textContent);
  }
  document.addEventListener("input", ({ target: { form } }) => {
    if (!written(form)) return;
    const typed = fields(form).filter((field) => field.value && (field.type !== "radio" || field.checked)).map((field) => [field.name, field.value]);
    if (typed.length) keep(kept(form), { typed });
    else sessionStorage.removeItem(kept(form));
  });
  document.addEventListener("submit", ({ target: form }) => {
    if (form.action.endsWith("/sign-out")) for (const name of all()) sessionStorage.removeItem(name); // whoever signs out leaves nothing here
    const typed = written(form) && found(kept(form))?.typed;
    if (typed) keep(kept(form), { typed, sent: true });
  });
}
