// What of the app cannot be told from its ground: words under 4.5:1, the edges of fields and buttons under 3:1.
() => {
  const parse = (text) => { const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number); return { rgb: [r, g, b], a }; };
  const light = (rgb) => rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { rgb, a } = parse(getComputedStyle(at).backgroundColor);
      if (a === 1) return rgb;
    }
    return null;
  };
  const contrast = (colour, element) => {
    const [less, more] = [light(parse(colour).rgb), light(ground(element))].sort((a, b) => a - b);
    return (more + 0.05) / (less + 0.05);
  };
  const words = [...document.querySelectorAll('body *')]
    .filter((each) => each.checkVisibility())
    .filter((each) => [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()));
  const edges = [...document.querySelectorAll('input, button')]
    .filter((each) => each.checkVisibility() && parse(getComputedStyle(each).borderColor).a > 0);
  return [
    ...words.filter((each) => contrast(getComputedStyle(each).color, each) < 4.5),
    ...edges.filter((each) => contrast(getComputedStyle(each).borderColor, each.parentElement) < 3),
  ].map((each) => each.outerHTML);
}
