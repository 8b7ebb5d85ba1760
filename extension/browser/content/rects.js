/**
 * Where things stand on the page. A box can lie in frames within frames, and what is shown about it lies on the outermost
 * window: rectangles are brought there.
 *
 * @typedef {{left: number, top: number, right: number, bottom: number}} Rect in pixels of a window
 */

/**
 * The part of a box that no scrolling element around it cuts off, in its own window.
 * @param {Element} box
 * @returns {Rect}
 */
function visiblePart(box) {
  const view = box.ownerDocument.defaultView ?? window;
  let part = plainRect(box.getBoundingClientRect());
  for (let around = box.parentElement; around && around !== box.ownerDocument.body; around = around.parentElement) {
    if (view.getComputedStyle(around).overflow !== 'visible') part = overlap(part, around.getBoundingClientRect());
  }
  return part;
}

/**
 * The same as the outermost window sees it, null when nothing of it is in sight.
 * @param {Element} box
 * @param {Window} outer
 * @returns {Rect | null}
 */
function inSight(box, outer) {
  const view = box.ownerDocument.defaultView ?? window;
  let part = overlap(visiblePart(box), windowRect(view));
  for (let at = /** @type {Window} */ (view); at !== outer && at.frameElement; at = at.parent) {
    part = overlap(moved(part, innerCorner(at.frameElement)), visiblePart(at.frameElement));
  }
  part = overlap(part, windowRect(outer));
  return part.left < part.right && part.top < part.bottom ? part : null;
}

/**
 * A rectangle of a frame's window as the outermost window sees it.
 * @param {Rect} rect
 * @param {Window} view
 * @param {Window} outer
 * @returns {Rect}
 */
function onPage(rect, view, outer) {
  let there = plainRect(rect);
  for (let at = /** @type {Window} */ (view); at !== outer && at.frameElement; at = at.parent) there = moved(there, innerCorner(at.frameElement));
  return there;
}

/**
 * @param {Rect} rect
 * @param {number} x
 * @param {number} y
 * @returns {boolean}
 */
function covers({ left, top, right, bottom }, x, y) {
  return left <= x && x <= right && top <= y && y <= bottom;
}

/**
 * @param {Rect} one
 * @param {Rect} other
 * @returns {Rect} empty or inside out where they do not meet
 */
function overlap(one, other) {
  return {
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  };
}

/**
 * @param {Element} frame
 * @returns {{x: number, y: number}} where the window within a frame begins
 */
function innerCorner(frame) {
  const { left, top } = frame.getBoundingClientRect();
  const { paddingLeft, paddingTop } = (frame.ownerDocument.defaultView ?? window).getComputedStyle(frame);
  return { x: left + frame.clientLeft + parseFloat(paddingLeft), y: top + frame.clientTop + parseFloat(paddingTop) };
}

/**
 * @param {Rect} rect
 * @param {{x: number, y: number}} by
 * @returns {Rect}
 */
function moved({ left, top, right, bottom }, { x, y }) {
  return { left: left + x, top: top + y, right: right + x, bottom: bottom + y };
}

/**
 * @param {Window} view
 * @returns {Rect}
 */
function windowRect({ document }) {
  return { left: 0, top: 0, right: document.documentElement.clientWidth, bottom: document.documentElement.clientHeight };
}

/**
 * @param {Rect} rect
 * @returns {Rect}
 */
function plainRect({ left, top, right, bottom }) {
  return { left, top, right, bottom };
}
