// Buttons that copy a text. Without this file they are not there, and the texts can be selected.
(() => {
  "use strict";
  const said = document.getElementById("said");
  let later;

  const say = (text) => {
    said.textContent = text;
    clearTimeout(later);
    later = setTimeout(() => { said.textContent = ""; }, 2500);
  };

  const select = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };

  const copy = async (element) => {
    try {
      await navigator.clipboard.writeText(element.textContent);
      return true;
    } catch {
      // Pages from a disk may have no clipboard: the text is selected then, and copied as one does by hand.
      select(element);
      return document.execCommand("copy");
    }
  };

  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const element = document.getElementById(button.dataset.copy);
      if (await copy(element)) say(said.dataset.copied);
    });
  }
})();
