// What a script adds to questions: those that are not asked stay away, and what was typed outlives the page.
// Everything works without it. Passwords and keys are never kept.
const answers = document.getElementById("answers");
if (answers) {
  const say = answers.dataset;
  const status = document.getElementById("answers-status");
  const chosen = (name) =>
    [...answers.elements].filter((field) => field.name === name || field.name.startsWith(`${name}.`))
      .filter((field) => (field.type === "radio" || field.type === "checkbox" ? field.checked : field.value))
      .map((field) => field.value);

  // A question appears after the answers that it depends on, and may itself open the next: in the order of the form.
  const show = (told) => {
    let fresh = 0;
    for (const part of answers.querySelectorAll("[data-only-if]")) {
      const wanted = part.dataset.oneOf.split("\n");
      const other = answers.querySelector(`[name="${part.dataset.onlyIf}"], [name^="${part.dataset.onlyIf}."]`);
      const asked = !other?.closest("[hidden]") && chosen(part.dataset.onlyIf).some((one) => wanted.includes(one));
      if (part.hidden && asked) fresh += 1;
      part.hidden = !asked;
    }
    if (told && status) status.textContent = fresh ? say.more : "";
  };

  const kept = `golive/${document.getElementById("task").dataset.keep}`;
  const plain = () => [...answers.elements].filter((field) => field.name.startsWith("answer.") && field.type !== "password" && !("secret" in field.dataset));
  const remember = () => {
    const typed = plain().filter((field) => (field.type === "radio" || field.type === "checkbox" ? field.checked : true))
      .map((field) => [field.name, field.value]);
    try { sessionStorage.setItem(kept, JSON.stringify({ seen: answers.elements.seen.value, typed })); } catch { /* full, or forbidden */ }
  };
  const restore = () => {
    const found = JSON.parse(sessionStorage.getItem(kept) ?? "null");
    if (found?.seen !== answers.elements.seen.value || say.fresh !== "yes") return;
    let changed = false;
    for (const field of plain()) {
      const values = found.typed.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "radio" || field.type === "checkbox") {
        const now = values.includes(field.value);
        changed ||= now !== field.checked;
        field.checked = now;
      } else if (values.length && field.value !== values[0]) {
        field.value = values[0];
        changed = true;
      }
    }
    if (changed && status) status.textContent = document.getElementById("visit").dataset.again;
  };

  // What was just saved stands in the form: typed.js, which forgets it, may come later.
  if (document.querySelector("[data-given]")) sessionStorage.removeItem(`golive/${document.querySelector("[data-given]").dataset.given}`);
  try { restore(); } catch { sessionStorage.removeItem(kept); }
  show(false);
  answers.addEventListener("input", () => { show(true); remember(); });
}
