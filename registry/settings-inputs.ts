import { type IResolvable, ref, Token } from "cdktf";
import { type Condition, DeferredList, type List, present } from "../modules/deferred";
import { DeferredMap } from "../modules/deferred-map";
import type { Field, Member, SectionField } from "./field";
import { snakeCase } from "./input-type";

/**
 * Inputs of a module that are fields of the settings, read by the settings' own names: `batch.instanceTypes`.
 *
 * What may be missing reads as null, whatever section is missing with it.
 */
export class SettingsInputs {
  /**
   * @param members the fields, by their names in the settings
   * @param names names of inputs that are not the field's, for what Terraform keeps to itself
   */
  constructor(
    readonly members: Readonly<Record<string, Member>>,
    readonly names: Readonly<Record<string, string>> = {},
  ) {}

  /** A text; `""` of one that is missing is null. */
  text<T extends string = string>(path: string): T {
    return Token.asString(this.read(path)) as T;
  }

  number(path: string): number {
    return Token.asNumber(this.read(path));
  }

  /** A yes or no; no where its section is missing. */
  flag(path: string): IResolvable {
    return this.read(path, "false");
  }

  /** A list of texts; empty where it is missing. */
  texts(path: string): DeferredList<string> {
    return DeferredList.ofStrings(this.readPart(path, "[]"));
  }

  /** A list of sections. */
  list<T extends object>(path: string): List<T> {
    const { field } = this.member(path);
    if (field.kind !== "list" || field.item.kind !== "section") throw new Error(`'${path}' must be a list of sections`);
    return new DeferredList<T>(this.readPart(path, "[]"), itemOf<T>(field.item));
  }

  /**
   * Things by names of one's own.
   *
   * @param thingOf makes a thing from a function that reads one of its fields, by the settings' name for it
   */
  things<T>(path: string, thingOf: (read: (field: string) => string) => T): DeferredMap<T> {
    const { field } = this.member(path);
    if (field.kind !== "named" || field.item.kind !== "section") throw new Error(`'${path}' must be things by name`);
    const { members } = field.item;
    return new DeferredMap(this.read(path, "{}"), (read) =>
      thingOf((name) => {
        if (!(name in members)) throw new Error(`the settings have no '${path}.${name}'`);
        return read(snakeCase(name));
      }),
    );
  }

  /** A map of texts. */
  map(path: string): Record<string, string> {
    return Token.asStringMap(this.read(path));
  }

  /** Whether a field, or a section, was given: a plan can tell it of sections, whatever is in them. */
  given(path: string): Condition {
    return present(Token.asString(this.readPart(path, "null")));
  }

  /** The input of a path, as Terraform reads it: `var.batch.instance_types`. */
  private read(path: string, missing = "null"): IResolvable {
    const expression = this.expressionOf(path);
    return ref(this.mayBeMissing(path).length === 0 ? expression : `try(${expression}, ${missing})`);
  }

  /**
   * The same of a list or a section. Of one with anything in it that only an apply knows, such as an ARN, `try` says nothing at
   * all, not even whether it is there; a plan must know that.
   */
  private readPart(path: string, missing: string): IResolvable {
    const tests = this.mayBeMissing(path).map((section) => `${this.expressionOf(section)} == null ? ${missing} : `);
    const expression = `${tests.join("")}${this.expressionOf(path)}`;
    return ref(tests.length === 0 ? expression : `(${expression})`);
  }

  /** The sections above that may be missing, the outermost first. */
  private mayBeMissing(path: string): string[] {
    const parts = path.split(".");
    const above = parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("."));
    return above.filter((section) => isNullable(this.member(section)));
  }

  private expressionOf(path: string): string {
    const [first = "", ...rest] = path.split(".");
    this.member(path);
    return ["var", this.names[first] ?? snakeCase(first), ...rest.map(snakeCase)].join(".");
  }

  private member(path: string): Member {
    const [first = "", ...rest] = path.split(".");
    const found = rest.reduce<Member | undefined>(
      (member, name) => (member && sectionOf(member.field)?.members[name]) ?? undefined,
      this.members[first],
    );
    if (!found) throw new Error(`the settings have no '${path}'`);
    return found;
  }
}

function itemOf<T extends object>({ members }: SectionField) {
  return (read: (field?: string) => string) =>
    Object.fromEntries(Object.keys(members).map((name) => [name, read(snakeCase(name))])) as T;
}

function sectionOf(field: Field): SectionField | undefined {
  return field.kind === "section" ? field : undefined;
}

function isNullable({ required, orNull, default: fallback }: Member): boolean {
  return orNull || (!required && fallback === undefined);
}
