/**
 * Where what the published document of a system grants stands now, in the words of who decided it.
 *
 * What is kept, and on what, the tables of docs/documents read from the policies themselves; what is written here is only
 * what code cannot tell: which policy took the place of which, and why something was dropped.
 */
export interface DocumentFates {
  /** The system's section of the settings, with everything on that the document has. */
  readonly settings: object;
  /** Other sections, for what cannot be on beside it; the titles of their policies begin with the word: `privileged iam`. */
  readonly variants?: Readonly<Record<string, object>>;
  /** By the names of the document's policies. */
  readonly policies: Readonly<Record<string, PolicyFate>>;
}

/** Where a policy of a document stands now. */
export type PolicyFate =
  /** Nobody has it any more, with the reason. */
  | { readonly dropped: string }
  /** It is a policy of AWS, and is attached as it is, with the reason. */
  | { readonly attached: string }
  | {
      /** The policies that took its place, by the first words of their titles in docs/permissions: `machine policy`. */
      readonly into: readonly string[];
      /** The actions that none of them has. @default - none */
      readonly dropped?: readonly DroppedActions[];
    };

/** Actions of a document that nobody has any more. */
export interface DroppedActions {
  /**
   * As the document writes them, or `iot:*` for all of a service that nobody has. Of one that the document writes with a
   * wildcard, what somebody has is kept all the same.
   */
  readonly actions: readonly string[];
  /** Why, as a sentence without its end. */
  readonly because: string;
}
