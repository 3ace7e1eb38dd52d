// Files on a task's page: what sends them (uploads.js) comes with the first sign of somebody, what tells of them (verdicts.js)
// while one is being checked. form[data-form] sends files, with what [data-also] fields hold; #sending has the words
// ({file} is the name).
const tongue = byId("sending")?.dataset ?? {};
const words = (name, file) => (tongue[name] ?? "").replaceAll("{file}", file);
const sender = () => document.querySelector("form[data-form]");
const wanted = byId("documents")?.dataset.next === ""; // who only sends a newer version stays
let sending = null;
function prepare() {
  return sending ??= Promise.all([need("verdicts"), need("uploads")]);
}
async function give(form, files) {
  const told = document.createElement("div"); // until the script is here: nobody presses in vain
  told.textContent = files.map(({ name }) => words("waiting", name)).join(" ");
  const late = setTimeout(() => { byId("sending").append(told); say(told.textContent); }, 1000);
  await prepare();
  clearTimeout(late);
  told.remove();
  await take(form, files);
}
if (byId("documents")?.dataset.pending === "yes") need("verdicts");
if (sender()) {
  for (const sign of ["pointermove", "pointerdown", "keydown", "focusin", "scroll", "dragenter"]) addEventListener(sign, prepare, { once: true, passive: true });
  const several = () => { if (sender()?.dataset.several === "yes") sender().elements.file.multiple = true; };
  several();
  document.addEventListener("renewed", several);
  document.addEventListener("submit", (happening) => {
    const form = happening.target;
    if (!form.dataset.form) return;
    happening.preventDefault();
    const { file } = form.elements;
    give(form, [...file.files]);
    file.value = "";
  });
  for (const name of ["dragover", "dragleave", "drop"]) document.addEventListener(name, (happening) => {
    if (!happening.dataTransfer?.types.includes("Files")) return;
    const box = happening.target.closest?.(".drop") ?? document.querySelector(".drop"); // a file that misses it must not replace the page
    const form = box?.querySelector("form[data-form]");
    if (!form) return;
    happening.preventDefault();
    box.classList.toggle("over-it", name === "dragover");
    if (name === "drop") give(form, [...happening.dataTransfer.files]);
  });
}
document.addEventListener("input", ({ target }) => target.closest("[data-live]")?.setAttribute("data-touched", "yes"));
