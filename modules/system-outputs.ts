/** What an output holds: a text, or several, in a list or by name. */
export type OutputValue = string | readonly string[] | Readonly<Record<string, string | number>>;

/** What a system says after it was deployed, by name; what has no value is not said. */
export type SystemOutputs = Readonly<
  Record<string, { readonly value: OutputValue | undefined; readonly description: string }>
>;
