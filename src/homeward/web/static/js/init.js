// Starts the Design System's components. Every page works without it.
import { initAll as initGovuk } from "../vendor/govuk-frontend.min.js";
import { initAll as initMoj } from "../vendor/moj-frontend.min.js";

initGovuk();
initMoj();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A table is a stop for the Tab key only where it really has to be scrolled sideways.
const scrolling = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const wide = target.scrollWidth > target.clientWidth;
    const words = target.querySelector("caption")?.textContent.trim() || "Table";
    for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", words]]) {
      if (wide) {
        target.setAttribute(name, value);
      } else {
        target.removeAttribute(name);
      }
    }
  }
});
for (const table of document.querySelectorAll(".hw-scroll")) {
  scrolling.observe(table);
}
