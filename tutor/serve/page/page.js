// What textual-serve's page does inline and from elsewhere, done from here: the address of the websocket, the font
// before the terminal measures it, the keyboard from the first moment, downloads without a window.
"use strict";
(() => {
  const given = new URLSearchParams(window.location.search);
  const size = Number(given.get("fontsize"));
  window.history.replaceState(null, "", window.location.pathname); // textual.js acts on what else may stand there
  const start = window.onload;
  window.onload = async (event) => {
    const terminal = document.querySelector("#terminal");
    const address = new URL("ws", document.baseURI);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    address.search = "";
    terminal.dataset.sessionWebsocketUrl = address.href;
    if (size >= 8 && size <= 40) terminal.dataset.fontSize = String(size);
    document.querySelector("#again").addEventListener("click", () => window.location.reload());
    const fonts = ["16px", "bold 16px", "italic 16px"].map((each) => document.fonts.load(`${each} "Roboto Mono"`));
    await Promise.allSettled(fonts); // without it any other font of equal widths will do
    start(event);
    const keyboard = document.querySelector(".xterm-helper-textarea");
    if (keyboard) {
      keyboard.setAttribute("aria-label", "calc-tutor");
      keyboard.setAttribute("aria-describedby", "what");
      keyboard.focus();
    }
    new MutationObserver(() => {
      if (document.body.classList.contains("-closed")) document.querySelector("#again").focus();
    }).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  };
  const open = window.open.bind(window);
  window.open = (url, ...more) => {
    const target = new URL(url, document.baseURI);
    if (target.origin !== window.location.origin || !target.pathname.includes("/download/")) return open(url, ...more);
    const link = document.createElement("a");
    link.href = new URL(target.pathname.slice(target.pathname.indexOf("/download/") + 1), document.baseURI).href;
    link.download = "";
    link.click();
    return null;
  };
})();
