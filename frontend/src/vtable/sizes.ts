import { type RefObject, useLayoutEffect, useState, useSyncExternalStore } from "react";

const NARROW = "(max-width: 720px)";
const CARD = 76;
const ROW = 46;
const COMPACT = 34;

function watch(listener: () => void): () => void {
  const media = matchMedia(NARROW);
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}

export function useNarrow(): boolean {
  return useSyncExternalStore(watch, () => matchMedia(NARROW).matches);
}

function watchDensity(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ["data-density"] });
  return () => observer.disconnect();
}

/** Every row of a list has the same height, so that its place is known before it is drawn. */
export function useRowHeight(narrow: boolean): number {
  const density = useSyncExternalStore(watchDensity, () => document.documentElement.dataset.density);
  return narrow ? CARD : density === "compact" ? COMPACT : ROW;
}

/** Where the element begins on the page; it moves when something above it comes or goes. */
export function useTop(element: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      const node = element.current;
      if (node) setTop(Math.round(node.getBoundingClientRect().top + window.scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return top;
}
