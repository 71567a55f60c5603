"use strict";
(async () => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const lang = document.documentElement.lang;
  const PAGE = 25, PRINTED = 60;
  const byId = (id) => document.getElementById(id);
  const say = (key, values = {}) =>
    words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

  /** An element with attributes and children; text is always text, never markup. */
  function make(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === undefined || value === false) continue;
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (name === "value") node.value = value;
      else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  }

  async function unpack() {
    const packed = atob(byId("data").textContent);
    const bytes = Uint8Array.from(packed, (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }

  let data;
  try {
    data = await unpack();
  } catch (error) {
    byId("failed").textContent = words.too_old;
    byId("failed").hidden = false;
    return;
  }

  const collator = new Intl.Collator(lang, { numeric: true });
  const numbers = new Intl.NumberFormat(lang);

  /**
   * A table that can be sorted, filtered and paged.
   * columns: {key, label, cell(row) -> node or text, sort(row) -> value, choose: bool, num: bool}
   */
  function tabulate(home, columns, rows, first = {}) {
    let page = 0, order = first.order ?? null, down = first.down ?? false, all = false;
    const text = (row, column) => String(column.text ? column.text(row) : row[column.at] ?? "");
    const haystack = rows.map((row) => columns.map((c) => text(row, c)).join(" ").toLowerCase());
    const chosen = new Map();

    const query = make("input", { type: "search", oninput: () => show(0) });
    const controls = make("div", { class: "controls" },
      make("label", { class: "wide" }, words.filter, query));
    for (const column of columns.filter((c) => c.choose)) {
      const counts = new Map();
      for (const row of rows) {
        const value = text(row, column);
        if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      const values = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || collator.compare(a, b));
      if (values.length < 2) continue;
      const select = make("select", { onchange: () => { chosen.set(column, select.value); show(0); } },
        make("option", { value: "" }, words.any),
        ...values.slice(0, 200).map((v) => make("option", { value: v }, `${v} (${numbers.format(counts.get(v))})`)));
      if (column === first.column && values.includes(first.value)) {
        select.value = first.value;
        chosen.set(column, first.value);
      }
      controls.append(make("label", {}, column.label, select));
    }
    const heads = columns.map((column) => make("th", { scope: "col", role: "columnheader", "aria-sort": "none" },
      make("button", { type: "button", "aria-label": say("sort_by", { column: column.label }), onclick: () => sort(column) }, column.label)));
    const body = make("tbody", { role: "rowgroup" });
    const table = make("table", { class: "cards", role: "table", "aria-labelledby": home.id.replace("-table", "-head") },
      make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...heads)), body);
    const status = make("span", { role: "status" });
    const before = make("button", { type: "button", onclick: () => show(page - 1) }, words.previous);
    const after = make("button", { type: "button", onclick: () => show(page + 1) }, words.next);
    const where = make("span");
    home.replaceChildren(controls, make("div", { class: "scroll" }, table), make("div", { class: "count" }, status, before, where, after));

    function sort(column) {
      down = order === column ? !down : Boolean(column.num);
      order = column;
      show(0);
    }

    function matching() {
      const needles = query.value.toLowerCase().split(/\s+/).filter(Boolean);
      let found = rows.map((_, i) => i).filter((i) => needles.every((n) => haystack[i].includes(n)));
      for (const [column, value] of chosen) {
        if (value) found = found.filter((i) => text(rows[i], column) === value);
      }
      if (!order) return found;
      const key = (i) => order.sort ? order.sort(rows[i]) : text(rows[i], order);
      const empty = (v) => v === null || v === undefined || v === "";
      const compare = (a, b) => typeof a === "number" ? a - b : collator.compare(a, b);
      return found.sort((i, j) => {
        const [a, b] = [key(i), key(j)];
        if (empty(a) || empty(b)) return empty(a) - empty(b) || i - j;
        return (down ? -compare(a, b) : compare(a, b)) || i - j;
      });
    }

    function show(wanted) {
      const found = matching();
      const pages = Math.max(1, Math.ceil(found.length / PAGE));
      page = Math.min(Math.max(0, wanted), pages - 1);
      const shown = all ? found : found.slice(page * PAGE, (page + 1) * PAGE);
      body.replaceChildren(...shown.map((i) => make("tr", { role: "row" }, ...columns.map((c) =>
        make("td", { role: "cell", class: c.num ? "num" : undefined, "data-label": c.label },
          ...[c.cell ? c.cell(rows[i]) : text(rows[i], c)].filter((x) => x !== ""))))));
      columns.forEach((column, at) => heads[at].setAttribute("aria-sort",
        order !== column ? "none" : down ? "descending" : "ascending"));
      status.textContent = say("rows_shown", { shown: numbers.format(found.length), all: numbers.format(rows.length) });
      where.textContent = `${words.page} ${page + 1} ${words.of} ${pages}`;
      before.disabled = page === 0;
      after.disabled = page >= pages - 1;
      for (const node of [before, after, where]) node.hidden = pages < 2;
    }
    show(0);
    return { print(everything) { all = everything; show(page); } };
  }

  // Texts: marks may overlap, so the text is cut at every edge and each part has all its classes.

  const note = byId("note");
  const LAYERS = ["PER", "LOC", "ORG", "country", "sector", "figure"];
  const layerName = (layer) => words[layer] ?? words[`${layer}_mark`];

  /** Offsets count code points; JavaScript counts UTF-16 units. */
  function unitsOf(text) {
    if (!/[\ud800-\udbff]/.test(text)) return (i) => i;
    const units = [0];
    for (const character of text) units.push(units[units.length - 1] + character.length);
    return (i) => units[Math.min(i, units.length - 1)];
  }

  function paint(doc, fact) {
    const units = unitsOf(doc.text);
    const edges = new Set([0, doc.text.length]);
    const marks = doc.marks.map((m) => ({ from: units(m[0]), to: units(m[1]), layer: m[2], lines: m.slice(3), raw: m }));
    const here = fact ? [units(fact[2]), units(fact[3])] : null;
    for (const m of marks) edges.add(m.from).add(m.to);
    if (here) for (const edge of here) edges.add(Math.min(edge, doc.text.length));
    const cuts = [...edges].sort((a, b) => a - b);
    const parts = [];
    let first = 0;
    const open = [];
    for (let i = 0; i + 1 < cuts.length; i++) {
      const [from, to] = [cuts[i], cuts[i + 1]];
      while (first < marks.length && marks[first].from <= from) open.push(marks[first++]);
      const on = open.filter((m) => m.to > from);
      open.splice(0, open.length, ...on);
      const inside = here && from >= here[0] && to <= here[1];
      const piece = doc.text.slice(from, to);
      if (!on.length) {
        parts.push(inside ? make("span", { class: "here" }, piece) : piece);
        continue;
      }
      const classes = ["m", ...new Set(on.map((m) => m.layer)), inside ? "here" : ""].join(" ").trim();
      const node = make("mark", { class: classes, tabindex: "-1", "aria-describedby": "note" }, piece);
      node.marks = on;
      node.target = Boolean(fact && on.some((m) => m.layer === "figure" && m.raw[0] === fact[1]));
      parts.push(node);
    }
    return parts;
  }

  function explain(node) {
    note.replaceChildren(...node.marks.map((m) => {
      const [head, ...more] = m.lines;
      const rule = more.pop();
      const title = m.layer === "figure" ? `${layerName("figure")}: ${head}` : `${head}: ${more.shift() ?? ""}`;
      return make("p", {}, make("b", {}, title), more.filter(Boolean).join(" · "),
        make("br"), make("small", {}, `${words.rule}: ${rule}`));
    }));
    note.hidden = false;
    const box = node.getClientRects()[0] ?? node.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, innerWidth - note.offsetWidth - 16));
    const below = box.bottom + note.offsetHeight + 10 < innerHeight;
    note.style.left = `${left + scrollX}px`;
    note.style.top = `${(below ? box.bottom + 6 : box.top - note.offsetHeight - 6) + scrollY}px`;
  }
  const hush = () => { note.hidden = true; };

  function article(doc, fact) {
    const text = make("div", { class: "text", lang: "ru", tabindex: "0", role: "group", "aria-label": `${doc.title}. ${words.keys}` });
    if (doc.text === null) return text;
    text.append(...paint(doc, fact));
    const over = (event) => event.target.closest("mark");
    text.addEventListener("pointerover", (e) => over(e) ? explain(over(e)) : hush());
    text.addEventListener("pointerleave", hush);
    text.addEventListener("focusin", (e) => over(e) && explain(over(e)));
    text.addEventListener("focusout", hush);
    text.addEventListener("click", (e) => over(e) && explain(over(e)));
    text.addEventListener("keydown", (e) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
      if (e.key === "Escape") hush();
      if (!step) return;
      const all = [...text.querySelectorAll("mark")];
      const at = all.indexOf(document.activeElement);
      const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step];
      if (next) { e.preventDefault(); next.focus(); }
    });
    return text;
  }

  function page(doc, fact) {
    const facts = [doc.date, doc.source !== doc.title ? doc.source : "", doc.id !== doc.source ? doc.id : ""];
    const meta = make("p", { class: "meta" }, facts.filter(Boolean).join(" · "));
    if (doc.url) meta.append(" · ", make("a", { href: doc.url, rel: "noreferrer noopener" }, words.open));
    return make("article", {}, make("h3", { tabindex: "-1" }, doc.title), meta, article(doc, fact),
      doc.left && doc.text !== null ? make("p", { class: "note" }, say("cut_text", { left: numbers.format(doc.left) })) : null);
  }

  const readable = data.documents.map((d, i) => i).filter((i) => data.documents[i].text !== null);
  const holder = make("div");
  let current = -1;
  const select = make("select", { onchange: () => { location.hash = `document-${select.value}`; } },
    ...readable.map((i) => make("option", { value: i }, [data.documents[i].title, data.documents[i].date].filter(Boolean).join(" · "))));
  const step = (by) => () => {
    const at = readable.indexOf(current) + by;
    if (at in readable) location.hash = `document-${readable[at]}`;
  };
  const previous = make("button", { type: "button", onclick: step(-1) }, words.previous);
  const next = make("button", { type: "button", onclick: step(1) }, words.next);
  const layers = make("fieldset", { class: "layers" }, make("legend", {}, words.layers), ...LAYERS.map((layer) =>
    make("label", {}, make("input", { type: "checkbox", checked: true, onchange: (e) => holder.classList.toggle(`no-${layer}`, !e.target.checked) }),
      " ", make("span", { class: `m ${layer}` }, layerName(layer)))));
  byId("reader").append(
    make("div", { class: "choose" }, make("label", {}, words.choose_document, select), previous, next), layers, holder);

  function open(index, fact, focus) {
    if (!readable.includes(index)) return;
    current = index;
    select.value = index;
    const at = readable.indexOf(index);
    previous.disabled = at === 0;
    next.disabled = at === readable.length - 1;
    hush();
    holder.replaceChildren(page(data.documents[index], fact));
    if (!focus) return;
    const target = [...holder.querySelectorAll("mark")].find((m) => m.target);
    const place = target ?? holder.querySelector("h3");
    place.scrollIntoView({ block: target ? "center" : "start" });
    place.focus({ preventScroll: true });
  }

  function follow() {
    const fact = /^#fact-(\d+)$/.exec(location.hash);
    const doc = /^#document-(\d+)$/.exec(location.hash);
    if (fact && data.facts[fact[1]]) open(data.facts[fact[1]][0], data.facts[fact[1]], true);
    else if (doc) open(Number(doc[1]), null, true);
  }

  // Tables

  const col = (label, at, more = {}) => ({ label: words[label], at, ...more });
  const title = (row) => data.documents[row[0]]?.title ?? "";
  data.facts.forEach((fact, number) => fact.push(number));
  const place = (row) => {
    if (!readable.includes(row[0])) return row[14];
    return make("a", { href: `#fact-${row[16]}`, onclick: (e) => e.currentTarget.hash === location.hash && follow() }, row[14]);
  };
  // A period breaks between its two ends, not inside one.
  const when = (row) => row[11] ? row[11].replaceAll("-", "\u2011").replace("/", " – ") : row[12];
  const facts = tabulate(byId("facts-table"), [
    col("indicator", 4, { choose: true }),
    col("value", 5, { num: true, sort: (row) => row[6] }),
    col("kind", 8, { choose: true }),
    col("status", 9, { choose: true, cell: (row) => make("span", { class: `badge ${row[10]}` }, row[9]) }),
    col("period", 11, { text: (row) => row[11] || row[12], cell: when }),
    col("parties", 13, { choose: true }),
    col("place", 14, { cell: place }),
    { label: words.document, text: title, cell: (row) => make("span", { class: "clamp", title: title(row) }, readable.includes(row[0])
      ? make("a", { href: `#document-${row[0]}` }, title(row)) : title(row)) },
  ], data.facts);
  const typeColumn = col("type", 0, { choose: true });
  const people = tabulate(byId("people-table"), [
    col("name", 1), typeColumn, col("role", 2), col("country", 3, { choose: true }),
    col("mentions", 4, { num: true, sort: (row) => row[4] }), col("in_documents", 5, { num: true, sort: (row) => row[5] }),
  ], data.people, { column: typeColumn, value: words.person });
  const printed = [facts, people];
  if (data.problems.length) {
    printed.push(tabulate(byId("problems-table"), [
      col("source", 0), col("document", 1), col("stage", 2, { choose: true }), col("problem", 3),
    ], data.problems));
  } else {
    byId("problems-table").append(make("p", {}, words.problems_none));
  }

  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => {
    for (const table of printed) table.print(true);
    if (readable.length <= PRINTED) holder.replaceChildren(...readable.map((i) => page(data.documents[i])));
  });
  addEventListener("afterprint", () => {
    for (const table of printed) table.print(false);
    if (current >= 0) open(current);
  });
  if (readable.length) open(readable[0]);
  follow();
  document.documentElement.dataset.ready = "yes";
})();
