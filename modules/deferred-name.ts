import { type IResolvable, TerraformStack, Token, Tokenization } from "cdktf";
import type { Construct } from "constructs";
import { DeferredList, isDeferred } from "./deferred";
import { DeferredMap } from "./deferred-map";

/** What gives a value a name of its own, by which it is read then. */
export type NameGiver = (name: string, value: unknown) => IResolvable;

const givers = new WeakMap<TerraformStack, NameGiver>();

/** Has the values of everything in a stack named, as a registry module does. */
export function giveNames(stack: TerraformStack, giver: NameGiver): void {
  givers.set(stack, giver);
}

/**
 * A value that stands in many places, by a name of its own where Terraform alone knows it: a reader sees the name and looks
 * it up once. What is known, and what is in a stack, stays as it is.
 *
 * @param name unique within the scope, whose path goes before it: `create_machine_role`
 */
export function named<T>(scope: Construct, name: string, value: T): T {
  const stack = TerraformStack.of(scope);
  const giver = givers.get(stack);
  if (!giver || !(value instanceof DeferredMap || isDeferred(value))) return value;
  const path = scope.node.path.slice(stack.node.path.length + 1).split("/");
  const words = [...path.filter((part) => part !== "" && part !== "Default"), name];
  const expression = (it: unknown) => giver(words.join("_").replaceAll("-", "_"), it);
  if (value instanceof DeferredMap) return new DeferredMap(expression(value.expression), value.itemOf) as T;
  if (value instanceof DeferredList) return new DeferredList(expression(value.expression), value.itemOf) as T;
  if (typeof value === "string") return Token.asString(expression(value)) as T;
  if (typeof value === "number") return Token.asNumber(expression(value)) as T;
  if (Array.isArray(value)) return Token.asList(expression(value)) as T;
  return (Tokenization.isResolvable(value) ? expression(value) : Token.asStringMap(expression(value))) as T;
}
