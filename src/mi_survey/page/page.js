"use strict";
// The explorer in three parts: what answers (it knows nothing of the page), the question with its
// address and command, and the view. Axes, terms and other facets come from the data alone.

// ---- what answers ---------------------------------------------------------------------------

const NAMES = ["title", "nicknames"]; // fields that name a work
const OWN = "survey"; // whose tags stand out
const [FEW, COMPARED, BEST, LONGEST] = [5, 100, 5, 5]; // of works, but the last of words
const fold = (text) => (/[^\x00-\x7f]/.test(text) ? text.normalize("NFKD").replace(/\p{M}/gu, "") : text).toLowerCase();
const split = (text) => fold(text).replace(/['’](?:s\b)?/g, "").match(/[\p{L}\p{N}]+/gu) ?? [];
const singular = (word) => (/^.{3,}[^suia]s$/u.test(word) ? word.slice(0, -1) : word);
const lettersOf = (words) => words.map(singular).join(""); // by which a phrase is known
const neighbours = (list) => list.slice(1).map((second, n) => `${list[n]} ${second}`);
const spansOf = (list) => list.flatMap((_, at) => list.slice(at, at + LONGEST).map((_, n) => [at, at + n + 1]));
const sum = (numbers) => [...numbers].reduce((total, number) => total + number, 0);
const addTo = (totals, key, number) => totals.set(key, (totals.get(key) ?? 0) + number);

/** Compare numbers, texts, or lists of them. */
function compare(a, b) {
  if (Array.isArray(a)) return a.map((each, n) => compare(each, b[n])).find(Boolean) ?? 0;
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The words of the works, and which works a text means: BM25F over the library's own fields and
 * weights, with fewer guesses. A code is 16 times the position of a work, plus that of a field.
 */
class TextIndex {
  constructor(works, { fields, synonyms, filler, questions, about, endings }) {
    Object.assign(this, { works, fields, filler, questions, about, roots: new Map() });
    this.endings = endings.map(([pattern, left]) => [new RegExp(pattern, "u"), left]);
    this.synonyms = new Map(synonyms.flatMap((group) => group.map((phrase) => [lettersOf(split(phrase)), group])));
    [this.words, this.named] = [new Map(), new Map()]; // word, name of a tag or kind -> codes
    const note = (table, text, code) => {
      const codes = table.get(text) ?? table.set(text, []).get(text);
      if (codes.at(-1) !== code) codes.push(code);
    };
    works.forEach((work, at) => fields.forEach(({ name }, n) => {
      for (const text of this.#texts(work, name)) for (const word of split(text)) note(this.words, word, at * 16 + n);
      for (const phrase of work.named[name] ?? []) note(this.named, phrase, at * 16 + n);
    }));
  }

  #synonymsOf = (words) => this.synonyms.get(lettersOf(words)) ?? [];
  #texts = (work, field) => [work[field] || [], (field === "title" && work.alt_titles) || []].flat().map(String);
  #names = (work) => [work.key, work.title.split(":")[0], ...NAMES.flatMap((field) => this.#texts(work, field))]
    .map((name) => split(name).join(" "));
  #rootsOf = (text) => split(text).filter((word) => !this.filler.includes(word)).map((word) => this.root(word));

  /** What the forms of a word share, by the library's rules: probe, probes, probing. */
  root(word) {
    const endings = /^\p{L}{4,}$/u.test(word) && !this.roots.has(word) ? this.endings : [];
    const root = endings.reduce((text, [ending, left]) => text.replace(ending, left), this.roots.get(word) ?? word);
    return this.roots.set(word, root).get(word);
  }

  /** The works that have all words, then, where few have, those with most; and the words `seen`. */
  find(text) {
    const words = [...new Set(split(text))].map((word) => this.#mend(word));
    const asks = this.questions.includes(words[0]); // then whom it is about goes without saying
    const silent = words.map((word) => this.filler.includes(word) || (asks && this.about.includes(word)));
    const seen = new Set();
    const proofs = this.#proofs(words, seen);
    const telling = proofs.filter((hits, n) => !silent[n] || silent.every(Boolean));
    const rarity = (hits) => Math.log(1 + this.works.length / (sum(hits.values()) + 0.5));
    const weights = proofs.map((hits, n) => rarity(hits) * (!silent[n] ? 1 : asks ? 0.07 : 0.45));
    const shares = new Map();
    proofs.forEach((hits, n) => {
      for (const [at, proof] of hits) addTo(shares, at, (proof * weights[n]) / sum(weights));
    });
    const complete = new Set([...shares.keys()].filter((at) => telling.every((hits) => hits.has(at))));
    const least = complete.size < FEW ? 0.5 * Math.max(...shares.values()) : Infinity;
    const kept = [...shares].filter(([at, share]) => complete.has(at) || share >= least).sort(([, a], [, b]) => b - a);
    const order = this.#order(words);
    const scores = new Map(kept.map(([at, share], n) => {
      const { title, lists } = this.works[at];
      const length = Math.min(1, (share * words.length) / split(title).length);
      const together = n < COMPARED && order(this.works[at]);
      return [at, 0.55 * share + 0.05 * length + 0.35 * together + (0.05 * lists) / (1 + lists)];
    }));
    this.#feedBack(scores, 0.5 / words.length);
    for (const at of complete) addTo(scores, at, this.#names(this.works[at]).includes(words.join(" ")) ? 2 : 1);
    return { scores, seen, partial: complete.size < kept.length };
  }

  /** For each word the works that hold it, alone or with its neighbours, and how well, up to 1. */
  #proofs(words, seen) {
    const located = words.map(() => new Map()); // code -> how well
    const locate = (n, codes, worth) => {
      for (const code of codes || []) located[n].set(code, Math.max(worth, located[n].get(code) ?? 0));
    };
    for (const [start, stop] of spansOf(words)) {
      const span = words.slice(start, stop);
      const alike = this.#synonymsOf(span).flatMap((phrase) => this.#codesOf(phrase));
      for (let n = start; n < stop; n++) {
        locate(n, this.named.get(lettersOf(span)), 1);
        locate(n, span.length > 1 && this.words.get(span.join("")), 0.95);
        locate(n, alike, 0.9);
      }
    }
    words.forEach((word, n) => {
      const named = located[n].size > 0; // and so not cut short
      for (const [term, worth, begun] of this.#terms(word)) {
        if (begun && named) continue;
        seen.add(term);
        locate(n, this.words.get(term).filter((code) => !begun || !this.fields[code % 16].whole), worth);
      }
    });
    return located.map((found) => this.#join(found));
  }

  /** The terms that a word stands for, each with how well, and whether it only begins with the word. */
  #terms(word) {
    const known = this.words.has(word);
    if (this.filler.includes(word) || /^\d+$/.test(word)) return known ? [[word, 1]] : [];
    return [...this.words.keys()].filter((term) => term[0] === word[0]).flatMap((term) => {
      if (term === word) return [[term, 1]];
      if (singular(term) === singular(word)) return [[term, 0.9]];
      if (this.root(term) === this.root(word)) return [[term, 0.7]];
      return term.startsWith(word) ? [[term, (0.8 + (0.2 * word.length) / term.length) * (known ? 0.5 : 1), true]] : [];
    });
  }

  /** The word, or if it stands for nothing here, the one that it is most likely a slip of. */
  #mend(word) {
    if (word.length < 5 || /\d/.test(word) || this.#terms(word).length) return word;
    const pairs = neighbours([...word]);
    const alike = (term) => // the share of the pairs of letters that both have
      (2 * neighbours([...term]).filter((pair) => pairs.includes(pair)).length) / (term.length + word.length - 2);
    const near = [...this.words.keys()].filter((term) => term[0] === word[0] && alike(term) > 0.6);
    return near.sort((a, b) => alike(b) - alike(a))[0] ?? word;
  }

  /** The codes at which all words of a phrase stand, in whatever number. */
  #codesOf(phrase) {
    const codes = (word) => new Set([word, `${word}s`].flatMap((form) => this.words.get(form) ?? []));
    const [first, ...others] = phrase.split(" ").map(codes);
    return [...first].filter((code) => others.every((other) => other.has(code)));
  }

  /** Join what was found in the fields of each work: further fields add less and less. */
  #join(found) {
    const hits = new Map();
    for (const [code, worth] of found) addTo(hits, Math.floor(code / 16), worth * this.fields[code % 16].worth);
    for (const [at, worth] of hits) hits.set(at, (1.2 * worth) / (worth + 0.5));
    return hits;
  }

  /** How many neighbours in the query, or in it with a synonym, are neighbours in a work, from 0 to 1. */
  #order(words) {
    const loose = (pair) => pair.split(" ").some((word) => this.filler.includes(word));
    const pairsOf = (text, start = []) =>
      [...neighbours([...start, ...this.#rootsOf(text)]), ...neighbours(split(text)).filter(loose)];
    const weigh = (pair) => (pair.startsWith(" ") ? 0.1 : loose(pair) ? 0.4 : 1); // the first of a name says little
    const others = spansOf(words).flatMap(([start, stop]) =>
      this.#synonymsOf(words.slice(start, stop)).map((phrase) => words.toSpliced(start, stop - start, phrase)));
    const readings = [words, ...others].map((reading) => pairsOf(reading.join(" "), [""]));
    return (work) => {
      const pairsIn = (name) =>
        this.#texts(work, name).flatMap((text) => pairsOf(text, NAMES.includes(name) ? [""] : []));
      const held = this.fields.map(({ name, worth }) => ({ worth, pairs: pairsIn(name) }));
      const near = (pair) => weigh(pair) * Math.max(...held.map(({ worth, pairs }) => pairs.includes(pair) && worth));
      const share = (pairs, n) => ((n ? 0.9 : 1) * sum(pairs.map(near))) / Math.max(1, sum(pairs.map(weigh)));
      return Math.max(...readings.map(share));
    };
  }

  /** Raise the works that share subjects with the best: pseudo relevance feedback. */
  #feedBack(scores, strength) {
    const common = new Map();
    for (const [at, score] of [...scores].sort(([, a], [, b]) => b - a).slice(0, BEST)) {
      for (const id of this.works[at].subjects) addTo(common, id, score);
    }
    const total = sum(common.values()) || 1;
    for (const [at, score] of scores) {
      const shared = sum(this.works[at].subjects.map((id) => common.get(id) ?? 0)) / total;
      scores.set(at, (0.95 * (score + strength * shared)) / (1 + strength));
    }
  }
}

/** The works with their facets as numbers, and everything that can be asked of them. */
class Library {
  constructor({ works, facets, nothing, schemes, search }) {
    Object.assign(this, { works, facets, nothing }); // nothing: the term of every axis that is no choice
    this.axes = facets.filter((facet) => facet.of === "axis");
    this.listed = facets.filter((facet) => facet.id !== "year"); // those whose values are listed
    facets.forEach((facet, n) => {
      const wide = new Set(facet.values.flatMap(({ wider = [] }) => wider));
      facet.values.forEach((value, code) => (value.code = code));
      const byId = new Map(facet.values.map((value) => [value.id, value]));
      Object.assign(facet, { n, byId, leaves: facet.values.filter(({ code }) => !wide.has(code)) });
    });
    const untagged = facets.filter((facet) => facet.of !== "work").map(() => []);
    for (const work of works) this.#prepare(work, untagged, schemes);
    this.byKey = new Map(works.map((work) => [work.key, work]));
    this.years = this.facet("year").values.map((value) => Number(value.id));
    this.texts = () => (this.index ??= new TextIndex(works, search));
  }

  facet = (id) => this.facets.find((facet) => facet.id === id);
  /** The values that a placement bears of a facet, its work's own facets included. */
  values = (placement, facet) => placement[facet.n].map((code) => facet.values[code]);
  ids = (placement, facet) => this.values(placement, facet).map((value) => value.id);
  #withWider = (codes, { values }) => [...new Set(codes.flatMap((code) => [code, ...(values[code].wider ?? [])]))];

  /** Give a work all that is read from its codes; one without a placement has one without tags. */
  #prepare(work, untagged, schemes) {
    work.links = (work.links ?? []).map(([n, id]) => [schemes[n][0], schemes[n][1] + id + schemes[n][2]]);
    work.own = [...untagged, ...work.of];
    work.at = work.at.map((placement) => [...placement, ...work.of]);
    const placements = work.at.length ? work.at : [work.own];
    work.wide = placements.map((codes) => codes.map((some, n) => this.#withWider(some, this.facets[n])));
    const terms = work.at.flatMap((placement) => this.axes.flatMap((axis) => this.ids(placement, axis)));
    work.terms = terms.filter((id) => id !== this.nothing);
    work.subjects = [...new Set([...work.terms, ...(work.topics ?? [])])];
    work.venue = this.ids(work.own, this.facet("venue")).join(" ");
    work.year = Number(this.ids(work.own, this.facet("year"))[0] ?? 0);
    const names = (facet) =>
      work.wide.flatMap((codes) => this.values(codes, facet)).flatMap((value) => value.names ?? []);
    work.named = { tags: this.axes.flatMap(names), kind: names(this.facet("kind")) };
  }

  /**
   * Answer a question in one pass: the works that pass with the placements that do, for each
   * facet the count of works per value under all other filters, and the cells of the map under
   * all but its own two axes. A placement that fails in one facet alone counts for that facet.
   */
  ask(question) {
    const [from, to] = question.year;
    const wants = (facet, id) =>
      facet === "year" ? id >= from && id <= (to || Infinity) : question[facet].includes(id);
    const wanted = this.facets.map((facet) =>
      question[facet.id].some(Boolean) && facet.values.map((value) => wants(facet.id, value.id)));
    const asked = this.facets.filter((facet) => wanted[facet.n]);
    const failed = (codes) => asked.filter(({ n }) => !codes[n].some((code) => wanted[n][code]));
    const counts = this.facets.map(({ values }) => new Int32Array(values.length));
    const last = this.facets.map(({ values }) => new Int32Array(values.length).fill(-1));
    const tally = ({ n }, code, at) => {
      if (last[n][code] !== at) counts[n][code]++; // a work counts once
      last[n][code] = at;
    };
    const map = new CellCount(this.facet(question.rows), this.facet(question.cols), this.facet("by"));
    const found = split(question.q).length ? this.texts().find(question.q) : null;
    const passed = [];
    this.works.forEach((work, at) => {
      const places = [];
      work.wide.forEach((codes, n) => {
        const off = !found || found.scores.has(at) ? failed(codes) : this.facets;
        map.add(codes, at, off.every((facet) => facet === map.rows || facet === map.cols));
        for (const facet of off.length ? off : this.facets) {
          if (off.length < 2) for (const code of codes[facet.n]) tally(facet, code, at);
        }
        if (!off.length) places.push(n);
      });
      if (places.length) passed.push({ work, at, places });
    });
    const rank = ORDERS[question.sort || (found ? "best" : "newest")].rank(passed, found?.scores);
    const ranks = new Map(passed.map((each) => [each.at, rank(each)]));
    passed.sort((a, b) => compare(ranks.get(a.at), ranks.get(b.at)) || a.at - b.at);
    return { passed, counts, map, marked: found?.seen ?? new Set(), partial: found?.partial ?? false };
  }
}

/** How many works stand in each cell of two axes, and how many by the survey's own tags. */
class CellCount {
  constructor(rows, cols, by) {
    Object.assign(this, { rows, cols, by, own: by.byId.get(OWN)?.code, cells: new Map() });
  }

  /** A cell where no work stands, whatever the filters are, is a gap. */
  get(row, col) {
    const cell = this.cells.get(`${row.code}/${col.code}`);
    return { works: cell?.works.size ?? 0, own: cell?.own.size ?? 0, gap: !cell };
  }

  /** Note a placement of a work; it counts if it `passes` the filters. */
  add(codes, at, passes) {
    for (const id of codes[this.rows.n].flatMap((row) => codes[this.cols.n].map((col) => `${row}/${col}`))) {
      const cell = this.cells.get(id) ?? { works: new Set(), own: new Set() };
      this.cells.set(id, cell);
      if (passes) cell.works.add(at);
      if (passes && codes[this.by.n].includes(this.own)) cell.own.add(at);
    }
  }
}

/** The orders: what each ranks a work by, given all that passed, and what the command calls it. */
const ORDERS = {
  best: { rank: (passed, scores) => ({ at }) => -scores.get(at) },
  newest: { rank: () => ({ work }) => -work.year, sort: "-year" },
  oldest: { rank: () => ({ work }) => work.year, sort: "year" },
  title: { rank: () => ({ work }) => fold(work.title), sort: "title" },
  central: { rank: centrality, sort: "central" },
};

/** Most lists, then most tags, then most that is shared with the others. */
function centrality(passed) {
  const common = new Map();
  for (const { work } of passed) for (const id of work.subjects) addTo(common, id, 1);
  return ({ work }) => [-work.lists, -work.terms.length, -sum(work.subjects.map((id) => common.get(id)))];
}

// ---- the question, its address and its command ---------------------------------------------

/** What is asked where nothing is: the map, if any, has the axis with the fewest terms for its columns. */
function blank(library) {
  const [narrow = library.facet("by")] = [...library.axes].sort((a, b) => a.values.length - b.values.length);
  const rows = library.axes.find((axis) => axis !== narrow) ?? narrow;
  const none = Object.fromEntries(library.facets.map((facet) => [facet.id, []]));
  return { ...none, q: "", sort: "", year: [0, 0], rows: rows.id, cols: narrow.id };
}

const yearsText = ([from, to]) => (from === to ? `${from || ""}` : `${from || ""}..${to || ""}`);

/** Read a question from an address; what the page does not know is dropped. */
function readAddress(library, hash) {
  const question = blank(library);
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  question.q = given.get("q") ?? "";
  if (ORDERS[given.get("sort")]?.sort) question.sort = given.get("sort");
  const axes = library.axes.map((axis) => axis.id);
  for (const side of ["rows", "cols"]) if (axes.includes(given.get(side))) question[side] = given.get(side);
  for (const facet of library.listed) {
    const ids = given.getAll(facet.id).flatMap((id) => (facet.byId.has(id) ? [id] : id.split(",")));
    question[facet.id] = [...new Set(ids)].filter((id) => facet.byId.has(id));
  }
  const [, from, dots, to] = /^(\d{4})?(\.\.)?(\d{4})?$/.exec(given.get("year")) ?? [];
  question.year = [Number(from ?? 0), Number(dots ? (to ?? 0) : (from ?? 0))];
  return question;
}

function writeAddress(library, question) {
  const usual = blank(library);
  const parts = new URLSearchParams(question.q && { q: question.q });
  for (const { id } of library.listed) for (const value of question[id]) parts.append(id, value);
  if (question.year.some(Boolean)) parts.append("year", yearsText(question.year));
  for (const name of ["sort", "rows", "cols"]) if (question[name] !== usual[name]) parts.append(name, question[name]);
  return parts.size ? `#${parts}` : "";
}

const spaced = (...parts) => parts.flat().filter(Boolean).join(" ");
const quote = (text) => (/^[\w.,+/:][\w.,+/:-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The command that gives the same works in a shell. On a page of some works it starts from them. */
function shellCommand(library, question, { passed, within, catalog, format }) {
  const text = question.q.trim();
  const asked = library.listed.map(({ id }) => [id, question[id].join(",")]);
  const given = [...asked, ["year", yearsText(question.year)]].filter(([, value]) => value);
  const options = [catalog, ...given.map(([name, value]) => `--${name} ${quote(value)}`)];
  const output = `--format ${format ?? "keys"}`;
  if (within && text) return spaced("mi-survey export", passed.map(({ work }) => work.key), catalog, output);
  if (within) return given.length || format ? spaced(within, "| mi-survey export -", options, output) : within;
  options.push(question.sort && `--sort=${ORDERS[question.sort].sort}`, format && output);
  const words = text.split(/\s+/).filter(Boolean).map(quote);
  return spaced("mi-survey find", options, text.startsWith("-") && "--", words);
}

// ---- the view --------------------------------------------------------------------------------

const [PAGE, VALUES] = [40, 10]; // the works, and values of a facet of works, that are shown at first
const $ = (id) => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const library = new Library(data);
const citable = library.works.some((work) => work.bib);
const [picked, opened] = [new Set(), new Set()]; // works, and facets of which all values are shown
let [question, answer, shown] = [readAddress(library, location.hash), null, 0];

/** Make an element. Texts become text nodes, so nothing in a record is ever read as HTML. */
function h(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key.startsWith("--")) made.style.setProperty(key, value);
    else if ((value ?? false) !== false) made.setAttribute(key, value === true ? "" : spaced(value));
  }
  made.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return made;
}

/** Make a button; by its id it is found again when the page is drawn anew. */
const button = (id, attributes, ...children) =>
  h("button", { type: "button", "data-id": id, ...attributes }, ...children);
const number = (count) => count.toLocaleString("en");
const plural = (count, noun = "work") => `${number(count)} ${noun}${count === 1 ? "" : "s"}`;
const labelOf = (facet, id) => (id === library.nothing ? "None" : (facet.byId.get(id)?.label ?? id));
const link = (url, text) => h("a", { href: url, rel: "noreferrer" }, text);
const linkOf = (work) => work?.url ?? work?.links[0]?.[1];
const hue = (facet) => library.axes.indexOf(facet) + 1 || undefined;
const command = (format) => shellCommand(library, question, { ...data, passed: answer.passed, format });
const where = data.within ? "among the works of this page" : "in this catalog";

/** Change the question and show its answer; a `quiet` change adds no step for Back. */
function change(part, { quiet = false } = {}) {
  question = { ...question, ...part };
  const address = writeAddress(library, question) || location.pathname + location.search;
  history[quiet ? "replaceState" : "pushState"](null, "", address);
  show();
}
const without = ({ id }, value) => ({ [id]: question[id].filter((other) => other !== value) });
const toggle = (facet, value) => change(
  question[facet.id].includes(value) ? without(facet, value) : { [facet.id]: [...question[facet.id], value] });

/** Show the answer anew; what had the focus has it again, or the works where it is gone. */
function show() {
  const focused = document.activeElement;
  answer = library.ask(question);
  if (focused !== $("q")) $("q").value = question.q;
  for (const name of ["rows", "cols", "sort"]) $(name).value = question[name];
  for (const draw of [showFacets, showMap, showYears, showBar, showList]) draw();
  if (focused?.isConnected) return;
  const again = focused?.dataset.id && document.querySelector(`[data-id="${CSS.escape(focused.dataset.id)}"]`);
  (again || $("results")).focus({ preventScroll: true });
}

const showFacets = () =>
  $("facets").replaceChildren(...library.listed.filter((facet) => facet.values.length).map(facetGroup));

function facetGroup(facet) {
  const counts = answer.counts[facet.n];
  const asked = question[facet.id];
  const most = Math.max(1, ...counts);
  const many = facet.of === "work"; // the commonest first, and the rest when asked for
  const values = [...facet.values].sort((a, b) => many && counts[b.code] - counts[a.code]);
  const visible = values.filter(({ id }, n) => !many || opened.has(facet) || n < VALUES || asked.includes(id));
  const option = ({ id, code, wider, definition }) => {
    const [count, on] = [counts[code], asked.includes(id)];
    const box = { type: "checkbox", checked: on, "data-id": `${facet.id}=${id}`, onchange: () => toggle(facet, id) };
    const look = { class: ["option", wider && "child", on && "on", !count && "zero"], "--share": count / most };
    return h("label", { ...look, title: definition }, h("input", box),
      h("span", { class: "name" }, labelOf(facet, id)), h("b", {}, number(count)), h("i", { class: "fill" }));
  };
  const flip = () => { if (!opened.delete(facet)) opened.add(facet); show(); };
  const more = many && values.length > VALUES &&
    button(`${facet.id}+`, { class: "quiet", onclick: flip }, opened.has(facet) ? "fewer" : `all ${values.length}`);
  const legend = h("legend", { title: facet.definition }, facet.label);
  return h("fieldset", { "data-hue": hue(facet) }, legend, visible.map(option), more);
}

function showMap() {
  const { map, map: { rows, cols } } = answer;
  const chosen = (...pair) => pair.every(({ id }) => id !== library.nothing); // else no gap, and out of the scale
  const pairs = rows.leaves.flatMap((row) => cols.leaves.map((col) => [row, col])).filter((pair) => chosen(...pair));
  const most = Math.max(1, ...pairs.map((pair) => map.get(...pair).works));
  const gaps = pairs.filter((pair) => map.get(...pair).gap).length;
  const cell = (row, col) => {
    const { works, own, ...cell } = map.get(row, col);
    const gap = chosen(row, col) && cell.gap;
    const kind = gap ? "gap" : !works ? "void" : chosen(row, col) ? "heat" : "none";
    const empty = gap ? `gap, no work ${where}` : "no work under the other filters";
    const says = works ? `${plural(works)}, ${own} tagged by the survey` : empty;
    const name = `${labelOf(rows, row.id)}, ${labelOf(cols, col.id)}: ${says}`;
    const on = [[rows, row], [cols, col]].every(([facet, value]) => question[facet.id].join() === value.id);
    const attributes = { class: `cell ${kind}`, title: name, "aria-label": name, "aria-pressed": String(on) };
    // by the root, so that a few large cells do not make all others look alike
    if (kind === "heat") attributes["data-heat"] = Math.ceil(5 * Math.sqrt(works / most));
    attributes.onclick = () => change({ [rows.id]: on ? [] : [row.id], [cols.id]: on ? [] : [col.id] });
    const line = works > 0 && h("i", { "--own": `${(100 * own) / works}%` });
    return h("td", {}, button(`cell=${row.id}/${col.id}`, attributes, gap ? "gap" : works || "·", line));
  };
  const head = (facet, { id, definition }, scope) => {
    const attributes = { "aria-pressed": String(question[facet.id].includes(id)), onclick: () => toggle(facet, id) };
    return h("th", { scope, title: definition }, button(`${scope}=${id}`, attributes, labelOf(facet, id)));
  };
  $("map").replaceChildren(h("table", {},
    h("caption", { class: "unseen" }, `Works by ${rows.label} and ${cols.label}`),
    h("thead", {}, h("tr", {}, h("td", {}), cols.leaves.map((col) => head(cols, col, "col")))),
    h("tbody", {}, rows.leaves.map((row) =>
      h("tr", {}, head(rows, row, "row"), cols.leaves.map((col) => cell(row, col)))))));
  $("map-gaps").textContent = gaps ? `${plural(gaps, "gap")}: no work ${where}.` : "No gap.";
}

function showYears() {
  const [[from, to], counts] = [question.year, answer.counts[library.facet("year").n]];
  const most = Math.max(1, ...counts);
  const step = Math.ceil(library.years.length / 8); // between the years that are written below
  $("years").replaceChildren(...library.years.map((year, n) => {
    const out = year < from || year > (to || Infinity);
    const look = { class: ["year", out ? "out" : (from || to) && "in"], "data-year": year, "--n": counts[n] / most };
    return h("div", look,
      h("div", { class: "stack" }, h("div", { class: "now" }), h("div", { class: "count" }, counts[n] || "")),
      h("div", { class: "label" }, (library.years.length - 1 - n) % step ? "" : year));
  }));
  [$("year-from").value, $("year-to").value] = [from || "", to || ""];
}

function showBar() {
  const { passed, partial } = answer;
  const some = picked.size ? ` · ${number(picked.size)} picked` : "";
  $("status").replaceChildren(plural(passed.length), h("small", {}, ` of ${number(library.works.length)}${some}`));
  $("partial").hidden = !partial;
  $("active").replaceChildren(...chips());
  $("command").textContent = command();
  const what = number(picked.size || passed.length) + (picked.size ? " picked" : "");
  $("copy").textContent = `Copy BibTeX${citable ? "" : " command"} (${what})`;
  $("download").hidden = !citable;
  for (const id of ["copy", "download"]) $(id).disabled = !passed.length && !picked.size;
  $("sort").options[0].text = question.q.trim() ? "best" : "newest";
  $("sort").options[1].hidden = !question.q.trim();
}

/** The filters that are on, each as a button that takes it away. */
function chips() {
  const chip = (text, part, facet) => button(`chip=${text}`,
    { "data-hue": hue(facet), "aria-label": `Remove ${text}`, onclick: () => change(part) }, text);
  const all = library.listed.flatMap((facet) => question[facet.id].map((id) =>
    chip((facet.of === "axis" ? "" : `${facet.label}: `) + labelOf(facet, id), without(facet, id), facet)));
  if (question.year.some(Boolean)) all.push(chip(yearsText(question.year).replace("..", "–"), { year: [0, 0] }));
  const { q, rows, cols, sort } = question;
  const clear = () => change({ ...blank(library), q, rows, cols, sort });
  if (all.length > 1) all.push(button("clear", { class: "quiet", onclick: clear }, "clear all"));
  return all.map((each) => h("li", {}, each));
}

/** The text with the words that were searched for marked. */
const marked = (text) => text.split(/([\p{L}\p{N}]+)/u)
  .map((piece) => (answer.marked.has(fold(piece)) ? h("mark", {}, piece) : piece));

function workItem({ work, places }) {
  const { key, title, authors = [], links, lists, topics, summary, bib } = work;
  const names = authors.length > 4 ? [...authors.slice(0, 3), `+${authors.length - 3}`] : authors;
  const about = [
    h("h3", {}, link(linkOf(work), marked(title))),
    h("p", { class: "by" }, marked(names.join(", "))), summary && h("p", { class: "summary" }, marked(summary)),
    work.at.map((placement, n) => h("div", { class: "tags" }, tagsOf(work, n, places.includes(n)))),
    topics && h("p", { class: "topics" }, marked(topics.join(" · "))),
  ];
  const side = [
    h("span", { class: "venue" }, spaced(work.venue, work.year || "undated")),
    lists > 1 && h("span", {}, `in ${lists} lists`),
    h("span", { class: "links" }, links.map(([label, url]) => link(url, label))),
    bib && button(`bib=${key}`, { class: "quiet", onclick: (event) => copy(bib, event.currentTarget) }, "BibTeX"),
  ];
  const box = { type: "checkbox", "aria-label": `Pick ${title}`, checked: picked.has(key), "data-id": `pick=${key}` };
  return h("li", { class: "work", tabindex: "-1", "data-key": key, "data-id": `work=${key}` },
    h("input", { ...box, onchange: () => pick(key) }), h("div", {}, about), h("div", { class: "side" }, side));
}

/** The tags of the nth placement of a work, each as a button that asks for it. */
function tagsOf({ key, at }, n, passes) {
  const curated = !library.ids(at[n], library.facet("by")).includes(OWN);
  return library.axes.flatMap((axis) => library.ids(at[n], axis).map((id) => {
    const on = passes && question[axis.id].includes(id);
    const title = `${axis.label}: ${labelOf(axis, id)}${curated ? " (curated)" : ""}`;
    const [none, classes] = [id === library.nothing, ["tag", curated && "curated", on && "on"]];
    const look = { class: classes, "data-hue": hue(axis), "data-none": none };
    const label = none ? `no ${axis.label.toLowerCase()}` : labelOf(axis, id);
    return button(`tag=${key}/${n}/${axis.id}/${id}`, { ...look, title, onclick: () => toggle(axis, id) }, label);
  }));
}

/** List works: anew, or those that come after the ones that are shown. */
function showList(from = 0, count = PAGE) {
  const items = answer.passed.slice(from, from + count).map(workItem);
  if (!from) $("list").replaceChildren();
  $("list").append(...(answer.passed.length ? items : [emptyAdvice()]));
  shown = from + items.length;
  $("more").hidden = shown >= answer.passed.length;
  $("more").textContent = `Show more (${number(answer.passed.length - shown)} left)`;
}

/** Where nothing passes: say so, and offer each single filter whose loss would help. */
function emptyAdvice() {
  const active = library.facets.filter((facet) => question[facet.id].some(Boolean));
  const parts = active.map((facet) => [facet.label.toLowerCase(), { [facet.id]: blank(library)[facet.id] }]);
  const offers = [...parts, ["words", { q: "" }]].flatMap(([name, part]) => {
    const count = library.ask({ ...question, ...part }).passed.length;
    return count ? button(`any=${name}`, { onclick: () => change(part) }, `any ${name}: ${plural(count)}`) : [];
  });
  const gap = !question.q.trim() && active.length > 1 && active.every((facet) => facet.of === "axis");
  return h("li", { class: "empty" },
    h("strong", {}, gap ? `A gap: no work ${where} stands here.` : "No work found."),
    gap && h("span", {}, "Which is not to say that nobody has tried. "),
    offers.length > 0 && h("span", {}, "Without one filter:"), h("div", {}, offers));
}

function pick(key) {
  if (!picked.delete(key)) picked.add(key);
  for (const box of $("list").querySelectorAll("input")) box.checked = picked.has(box.closest(".work").dataset.key);
  showBar();
}

/** The entries of what is picked, or else shown, in order of key: what `mi-survey export` writes. */
function bibliography() {
  const keys = picked.size ? [...picked] : answer.passed.map(({ work }) => work.key);
  if (citable) return keys.sort(compare).map((key) => library.byKey.get(key).bib).filter(Boolean).join("\n");
  if (!picked.size) return command("bibtex");
  return spaced("mi-survey export", keys.sort(compare), data.catalog, "--format bibtex");
}

async function copy(text, pressed) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // a page that came without encryption may not
    const area = h("textarea", {}, text);
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    pressed.focus();
  }
  const tell = (said) => ($("said").textContent = pressed.dataset.said = said);
  tell("Copied");
  setTimeout(tell, 1200, "");
}

function moveInMap(event) {
  const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
  const from = event.target.closest("td, th");
  if (!step || !from) return;
  event.preventDefault();
  const row = from.closest("table").rows[from.parentNode.rowIndex + step[0]];
  row?.cells[from.cellIndex + step[1]]?.querySelector("button")?.focus();
}

function moveInList(by) {
  const items = $("list").getElementsByClassName("work");
  const at = [...items].indexOf(document.activeElement?.closest(".work"));
  if (at + by === items.length) showList(shown);
  items[Math.max(0, at + by)]?.focus(); // which scrolls to it
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
  const leave = () => ($("q").value ? change({ q: ($("q").value = "") }, { quiet: true }) : $("q").blur());
  if (event.key === "Escape" && event.target === $("q")) leave();
  if (!$("keys-on").checked || event.target.matches("input:not([type=checkbox]), select, textarea")) return;
  const item = document.activeElement?.closest(".work");
  const work = library.byKey.get(item?.dataset.key);
  const act = {
    "/": () => $("q").select(),
    "?": () => $("help").showModal(),
    j: () => moveInList(1),
    k: () => moveInList(-1),
    x: work && (() => pick(work.key)),
    o: linkOf(work) && (() => window.open(linkOf(work), "_blank", "noreferrer")),
    y: work?.bib && (() => copy(work.bib, item.querySelector(".side button"))),
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

/** Choose years by dragging over their bars; a click on the one year chosen frees all. */
function brush() {
  const bars = $("years");
  const yearAt = ({ clientX, clientY }) =>
    Number(document.elementFromPoint(clientX, clientY)?.closest(".year")?.dataset.year ?? 0);
  let start = 0;
  bars.addEventListener("pointerdown", (event) => {
    bars.setPointerCapture(event.pointerId);
    start = question.year.every((year) => year === yearAt(event)) ? 0 : yearAt(event);
    change({ year: [start, start] });
  });
  bars.addEventListener("pointermove", (event) => {
    if (!event.buttons || !start || !yearAt(event)) return;
    const year = [start, yearAt(event)].sort((a, b) => a - b);
    if (compare(year, question.year)) change({ year }, { quiet: true });
  });
}

function start() {
  const on = (id, event, act) => $(id).addEventListener(event, act);
  for (const [side, other] of [["rows", "cols"], ["cols", "rows"]]) {
    on(side, "change", ({ target: { value } }) =>
      change({ [side]: value, [other]: value === question[other] ? question[side] : question[other] }));
  }
  const years = () => [$("year-from"), $("year-to")].map(({ value }) => Number(value));
  for (const id of ["year-from", "year-to"]) on(id, "change", () => change({ year: years() }));
  on("sort", "change", ({ target }) => change({ sort: target.value }));
  let waiting = 0;
  on("q", "input", ({ target }) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => change({ q: target.value }, { quiet: true }), citable ? 20 : 120);
  });
  on("more", "click", () => showList(shown));
  on("copy", "click", ({ currentTarget }) => copy(bibliography(), currentTarget));
  const file = () => URL.createObjectURL(new Blob([bibliography()], { type: "application/x-bibtex" }));
  on("download", "click", () => h("a", { href: file(), download: "mi-survey.bib" }).click());
  on("link", "click", ({ currentTarget }) => copy(location.href, currentTarget));
  on("copy-command", "click", ({ currentTarget }) => copy($("command").textContent, currentTarget));
  on("help-open", "click", () => $("help").showModal());
  on("map", "keydown", moveInMap);
  let [kept, keys, theme] = [{}, "mi-survey-keys", "mi-survey-theme"];
  try { kept = localStorage; } catch { /* a browser may let no page keep anything */ }
  on("keys-on", "change", ({ target }) => (kept[keys] = target.checked));
  on("theme", "change", ({ target }) => (kept[theme] = target.value)); // which the style reads
  $("keys-on").checked = kept[keys] !== "false";
  $("theme").value = ["light", "dark"].find((name) => name === kept[theme]) ?? "";
  document.addEventListener("keydown", onKey);
  window.addEventListener("popstate", () => { question = readAddress(library, location.hash); show(); });
  window.addEventListener("beforeprint", () => showList(shown, Infinity));
  if (matchMedia("(max-width: 52rem)").matches) $("facet-box").open = false;
  brush();
  show();
  performance.mark("ready");
}

start();
