// What cannot be told from what lies behind it: texts under 4.5:1; underlines and the edges of fields under 3:1.
() => {
  const UNDERLINES = ['rgb(229, 56, 59)', 'rgb(199, 119, 0)', 'rgb(59, 130, 246)'];

  const parse = (text) => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return { rgb: [r, g, b], a };
  };
  const over = ({ rgb, a }, ground) => rgb.map((c, n) => c * a + ground[n] * (1 - a));
  const light = (rgb) => {
    const [r, g, b] = rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (colour, ground) => {
    const [less, more] = [light(over(parse(colour), ground)), light(ground)].sort((a, b) => a - b);
    return (more + 0.05) / (less + 0.05);
  };
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
    return layers.reduceRight((ground, layer) => over(layer, ground), [255, 255, 255]);
  };
  const wordsOf = (element) => {
    return element.value || [...element.childNodes].map((node) => (node.nodeType === Node.TEXT_NODE ? node.data.trim() : '')).join('');
  };

  const poor = [];
  const expect = (least, colour, ground, what) => {
    const found = contrast(colour, ground);
    if (found < least) poor.push(`${what.slice(0, 90)}: ${found.toFixed(2)}`);
  };
  for (const element of document.querySelectorAll('body *')) {
    if (!element.checkVisibility() || element.closest('.mirror, option, noscript') || !wordsOf(element)) continue;
    expect(4.5, getComputedStyle(element).color, behind(element), element.outerHTML);
  }
  const draft = document.querySelector('#draft');
  for (const colour of draft ? UNDERLINES : []) expect(3, colour, behind(draft.parentElement), `underline ${colour}`);
  for (const field of document.querySelectorAll('.box, select, input, button:not(.plain, .words, #samples *, :disabled)')) {
    if (field.checkVisibility()) expect(3, getComputedStyle(field).borderColor, behind(field.parentElement), `edge of ${field.outerHTML}`);
  }
  return poor;
}
