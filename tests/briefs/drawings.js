// What the browser draws of each chart that is shown: its words line by line with their place, size and colour,
// what lies under them, and its marks with their colours. The judging is done in Python.
() => [...document.querySelectorAll('svg')].filter(svg => svg.getClientRects().length).map(svg => {
  const box = svg.getBoundingClientRect();
  const page = getComputedStyle(document.body).backgroundColor;
  const back = svg.getScreenCTM().inverse();
  const scale = box.width / svg.viewBox.baseVal.width;
  const shapes = [...svg.querySelectorAll('path, circle')].map(element => {
    const style = getComputedStyle(element);
    const r = element.getBoundingClientRect();
    const near = (x, y) => x > r.left - 3 && x < r.right + 3 && y > r.top - 3 && y < r.bottom + 3;
    return {element, near, kind: element.getAttribute('class'), fill: style.fill, stroke: style.stroke};
  });
  const point = (x, y) => new DOMPoint(x, y).matrixTransform(back);
  // the colour on which something lies: that of the last filled shape drawn before it, else the page's
  const ground = (x, y, before) => shapes.slice(0, before).reduce((colour, shape) =>
    shape.fill !== 'none' && shape.near(x, y) && shape.element.isPointInFill(point(x, y)) ? shape.fill : colour, page);
  const lines = text => {
    const range = document.createRange(), found = [];
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (!walker.currentNode.data.trim()) continue;
      range.selectNodeContents(walker.currentNode);
      const r = range.getBoundingClientRect();
      found.push([r.left - box.left, r.top - box.top, r.right - box.left, r.bottom - box.top]);
    }
    return found;
  };
  const texts = [...svg.querySelectorAll('text')].map(text => {
    const style = getComputedStyle(text), grounds = new Set(), hits = new Set();
    const placed = lines(text);
    for (const [left, top, right, bottom] of placed) {
      // the letters themselves fill about the middle of their line
      for (const part of [0.35, 0.55, 0.72]) for (let x = left + 1; x < right; x += 4) {
        const [px, py] = [x + box.left, top + (bottom - top) * part + box.top];
        grounds.add(ground(px, py, shapes.length));
        for (const {element, near, kind, fill, stroke} of shapes) {
          if (['g', 'x', 'xd'].includes(kind) || !near(px, py)) continue;
          if (stroke !== 'none' && element.isPointInStroke(point(px, py))) hits.add(kind);
          if (fill !== 'none' && kind !== 'box' && element.isPointInFill(point(px, py))) hits.add(kind);
        }
      }
    }
    return {words: text.textContent, lines: placed, size: parseFloat(style.fontSize) * scale, colour: style.fill,
            grounds: [...grounds], hits: [...hits]};
  });
  const marks = shapes.map(({element, kind, fill, stroke}, place) => {
    const grounds = [0.2, 0.4, 0.6, 0.8].map(part => {
      const p = element.getPointAtLength(part * element.getTotalLength()).matrixTransform(svg.getScreenCTM());
      return ground(p.x, p.y, place);
    });
    return {kind, fill, stroke, grounds};
  });
  return {title: svg.querySelector('title').textContent, width: box.width, height: box.height, texts, marks};
})
