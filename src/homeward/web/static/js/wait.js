// A page that waits for the worker: asks for itself anew every few seconds while it is in view.
// Without scripts the page's own <noscript> refresh does the same.
const every = 3000;

setInterval(() => {
  if (!document.hidden) {
    window.location.reload();
  }
}, every);
