/* What goes on is looked at again by itself. htmx is fetched when that is first due. Nothing is replaced that somebody has
   open, marked or under the keyboard; nothing is asked while nobody sees the page; and what answers must be the same page. */
{
  const { htmx, after } = document.currentScript.dataset;
  setTimeout(() => document.head.append(Object.assign(document.createElement("script"), { src: htmx })), after * 1000);
  const isLive = ({ target }) => target.matches?.("[hx-trigger^=every]");
  const isMarked = (part) => !getSelection().isCollapsed && getSelection().containsNode(part, true);
  const isHeld = (part) => document.hidden || part.querySelector(":popover-open, details[open], :focus") || isMarked(part);
  document.addEventListener("htmx:before:request", (event) => {
    if (!isLive(event)) return;
    const { target, request } = event.detail.ctx;
    request.headers["X-By-Itself"] = "true";
    if (isHeld(target)) event.preventDefault();
  });
  document.addEventListener("htmx:before:swap", (event) => {
    if (!isLive(event)) return;
    const { target, response } = event.detail.ctx;
    if (isHeld(target) || response.status !== 200 || response.raw.redirected) event.preventDefault();
  });
}
