// The stroke key leads to the search box from anywhere but a field; Escape leads to the page.

const box = document.querySelector("[data-find]");

function writing(element) {
  return element.matches("input, select, textarea, [contenteditable]");
}

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !writing(event.target)) {
    event.preventDefault();
    box?.focus();
    box?.select();
  }
});

box?.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const page = document.getElementById("main-content");
    page?.setAttribute("tabindex", "-1");
    page?.focus();
  }
});
