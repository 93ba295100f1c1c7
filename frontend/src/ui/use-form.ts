import { type FormEvent, useCallback, useState } from "react";
import { asProblem, type Problem } from "../api/problem";

export interface Bound<V> {
  name: string;
  value: V;
  error: string | undefined;
  onChange(value: V): void;
}

export interface Form<T extends object> {
  values: T;
  busy: boolean;
  problem: Problem | null;
  /** Errors the server named that belong to no field of the form. */
  orphans: string[];
  set(changes: Partial<T>): void;
  bind<K extends keyof T & string>(name: K): Bound<T[K]>;
  errorOf(field: string): string | undefined;
  /** What somebody else has saved since this form was opened, once that stood in the way. */
  theirs: T | null;
  takeTheirs(): void;
  submit(event?: FormEvent): Promise<void>;
}

type Errors = Map<string, string>;

interface Options<T> {
  initial: T;
  validate?(values: T): Errors;
  save(values: T): Promise<void>;
  /** Reads the newest version, for when saving was refused because of one. */
  reread?(): Promise<T>;
}

/** State of one form: values, errors by field from here or from a problem answer, and submission. */
export function useForm<T extends object>({ initial, validate, save, reread }: Options<T>): Form<T> {
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Errors>(new Map());
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [theirs, setTheirs] = useState<T | null>(null);

  const set = useCallback((changes: Partial<T>) => {
    setValues((old) => ({ ...old, ...changes }));
    setErrors((old) => {
      const left = new Map(old);
      for (const name of Object.keys(changes)) left.delete(name);
      return left;
    });
  }, []);

  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (busy) return;
    const found = validate?.(values) ?? new Map();
    setErrors(found);
    setProblem(null);
    if (found.size > 0) return;
    setBusy(true);
    try {
      await save(values);
      setTheirs(null);
    } catch (error) {
      const refused = asProblem(error);
      if (refused.status === 412 && reread) return setTheirs(await reread());
      setErrors(refused.byField());
      setProblem(refused);
    } finally {
      setBusy(false);
    }
  };

  return {
    values,
    busy,
    problem,
    orphans: [...errors]
      .filter(([field]) => !Object.hasOwn(values, field))
      .map(([field, text]) => `${field}: ${text}`),
    set,
    errorOf: (field) => errors.get(field),
    theirs,
    takeTheirs: () => {
      if (theirs) set(theirs);
      setTheirs(null);
    },
    bind: (name) => ({
      name,
      value: values[name],
      error: errors.get(name),
      onChange: (value) => set({ [name]: value } as unknown as Partial<T>),
    }),
    submit,
  };
}
