// Pictures of the card. The newest request wins: older answers that come late are never shown, and older requests end when a newer is shown.

import { signal, useEffect, useRef } from '../vendor/reactive.js';
import { Lost, Refused, picture, query } from './api.js';
import { address, doc } from './document.js';
import { online } from './state.js';

export class Lane {
  constructor(name) {
    this.name = name;
    this.shown = signal(null); // {url, pages, ms, revision, values}
    this.problem = signal(null); // {message, hint}
    this.waiting = signal(false);
    this.sequence = 0;
    this.newest = 0;
    this.running = new Map();
  }

  async ask(path) {
    const number = ++this.sequence;
    const abort = new AbortController();
    this.running.set(number, abort);
    this.waiting.value = true;
    try {
      const made = await picture(path, abort.signal);
      if (!made || number < this.newest) return null;
      this.newest = number;
      this.end(number);
      const url = URL.createObjectURL(made.blob);
      const image = new Image();
      image.src = url;
      await image.decode().catch(() => null);
      if (number < this.newest) {
        URL.revokeObjectURL(url);
        return null;
      }
      const before = this.shown.value?.url;
      this.problem.value = null;
      this.shown.value = { ...made, url, width: image.naturalWidth, height: image.naturalHeight };
      if (before) setTimeout(() => URL.revokeObjectURL(before), 1000);
      return this.shown.value;
    } catch (error) {
      if (error.name === 'AbortError' || number < this.newest) return null;
      if (error instanceof Lost) online.value = false;
      // An old revision or a full queue: the next picture comes by itself.
      else if (error instanceof Refused && (error.status === 409 || error.status === 503)) return null;
      else if (error instanceof Refused) {
        this.newest = number;
        this.problem.value = { message: error.message, hint: error.hint };
      } else throw error;
      return null;
    } finally {
      this.running.delete(number);
      if (this.running.size === 0) this.waiting.value = false;
    }
  }

  /** Ends the requests before this one. */
  end(number) {
    for (const [other, abort] of this.running) if (other < number) abort.abort();
  }

  drop() {
    this.end(Infinity);
    if (this.shown.value) URL.revokeObjectURL(this.shown.value.url);
    this.shown.value = null;
  }
}

export const cardAddress = (values) => address(`card?${query({ revision: doc.value.revision, ...values })}`);
export const sceneAddress = (values) => address(`scene?${query({ revision: doc.value.revision, ...values })}`);

// Small pictures are asked for one after the other, once the large one is there and has been still for a while.
const queue = [];
let working = false;
let rest = 0;
let large = Promise.resolve();

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Small pictures wait for the large one, and for the fonts that it has to load. */
export function first(asked) {
  rest = performance.now() + 500;
  large = asked;
}

async function work() {
  if (working) return;
  working = true;
  while (queue.length > 0) {
    while (performance.now() < rest) await pause(rest - performance.now() + 10);
    // Another may be asked for meanwhile.
    for (let asked = null; asked !== large; ) {
      asked = large;
      await asked.catch(() => null);
    }
    const job = queue.shift();
    if (job.wanted()) await job.run();
  }
  working = false;
}

export function later(job) {
  queue.push(job);
  work();
}

/** A small picture that follows the document when it rests and is on the screen. */
export function useThumbnail(name, values, key, still = 450, spare = false) {
  const lane = useRef(null);
  const place = useRef(null);
  const seen = useRef(false);
  lane.current ??= new Lane(`thumb-${name}`);
  const revision = doc.value?.revision;
  const wish = `${doc.value?.id}:${revision}:${key}`;
  const done = useRef('');
  useEffect(() => {
    // What is shown large already is not asked for again.
    if (spare) return undefined;
    let live = true;
    const run = async () => {
      const made = await lane.current.ask(cardAddress({ ...values, lane: lane.current.name }));
      if (made || lane.current.problem.value) done.current = wish;
    };
    const start = () => later({ wanted: () => live && seen.current && done.current !== wish, run });
    const timer = setTimeout(start, lane.current.shown.value ? still : 120);
    const watch = new IntersectionObserver(([entry]) => {
      const came = entry.isIntersecting && !seen.current;
      seen.current = entry.isIntersecting;
      if (came && done.current !== wish) start();
    }, { rootMargin: '120px' });
    if (place.current) watch.observe(place.current);
    return () => {
      live = false;
      clearTimeout(timer);
      watch.disconnect();
    };
  }, [wish, spare]);
  useEffect(() => () => lane.current.drop(), []);
  return [place, lane.current.shown.value, lane.current.problem.value];
}
