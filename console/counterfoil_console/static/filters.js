/* Filters work without a script: this saves pressing their button. htmx is fetched when one is first touched. */
const { htmx } = document.currentScript.dataset;
document.addEventListener("focusin", function load(event) {
  if (!event.target.closest("form[hx-get]")) return;
  document.removeEventListener("focusin", load);
  document.head.append(Object.assign(document.createElement("script"), { src: htmx }));
});
