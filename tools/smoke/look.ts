import type { Question, Seen } from "./data-sources";
import type { Finding } from "./finding";

/** Answers by the name of the question. */
export type Answers = <T>(question: string) => Seen<T>;

/** Questions by names that say what they are about, so that two looks at one thing ask once. */
export type Questions = Readonly<Record<string, Question>>;

/** One look at what is deployed: what is asked of AWS, and what the answers say. */
export interface Look {
  readonly questions: Questions;
  /** What is asked besides, once these answers are there. @default - nothing */
  readonly followUp?: (answers: Answers) => Questions;
  readonly find: (answers: Answers) => readonly Finding[];
}

/** A look at what the stack itself tells. */
export function known(...findings: readonly Finding[]): Look {
  return { questions: {}, find: () => findings };
}
