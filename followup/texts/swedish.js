// Puts Streamlit's own words into Swedish as they appear; what comes from a file is left alone.
(() => {
  const words = WORDS;
  const patterns = PATTERNS.map(([form, swedish]) => [new RegExp(`^${form}$`), swedish]);
  const attributes = ["aria-label", "aria-description", "title", "placeholder"];
  const ours = '[data-testid="stMarkdownContainer"], [role="option"]:not([style*="contents"]),' +
    ' [role="grid"], textarea, canvas, svg, style, script';
  const theirs = '[role="tooltip"], [data-testid="stTooltipContent"], [data-testid="stFileUploader"]';

  const swedish = (text) => {
    const word = text.trim();
    if (Object.hasOwn(words, word)) return text.replace(word, () => words[word]);
    const found = patterns.find(([form]) => form.test(word));
    return found ? word.replace(found[0], found[1]) : text;
  };
  const speakText = (node) => {
    const place = node.parentElement;
    if (!place || (place.closest(ours) && !place.closest(theirs))) return;
    const said = swedish(node.data);
    if (said !== node.data) node.data = said;
  };
  const speakAttributes = (element) => {
    for (const name of attributes) {
      const text = element.getAttribute(name);
      const said = text && swedish(text);
      if (said !== text) element.setAttribute(name, said);
    }
  };
  const speak = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return speakText(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = root; node; node = walk.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) speakText(node);
      else speakAttributes(node);
    }
  };
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "attributes") speakAttributes(target);
      else if (type === "characterData") speakText(target);
      else addedNodes.forEach(speak);
    }
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true,
    attributes: true, attributeFilter: attributes,
  });
})();
