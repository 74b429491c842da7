import { Fn, type ITerraformIterator, TerraformCount, TerraformIterator, Token } from "cdktf";
import { type Condition, choose, chooseList, DeferredList, each, isDeferred, type List } from "./deferred";

/**
 * A thing for each text of a list: made one by one, or once with `for_each`.
 *
 * @param condition whether any are made: a name or a flag, never an attribute of another resource
 * @param make makes it from the text and its place, from 1; with an iterator, the text is the iterator's, without a place
 */
export function thingForEach(
  list: List<string>,
  condition: Condition,
  make: (text: string, forEach?: ITerraformIterator, place?: number) => void,
): void {
  if (condition === false) return;
  if (!(list instanceof DeferredList)) {
    for (const [index, text] of list.entries()) make(text, undefined, index + 1);
    return;
  }
  const texts = chooseList(condition, Token.asList(list.expression), []);
  const forEach = TerraformIterator.fromList(texts);
  make(forEach.value, forEach);
}

/**
 * A thing for each text of a list whose texts a plan may not know: made one by one, or as many times as the list is long.
 *
 * One that is taken out moves those behind it: names, which a plan knows, are for {@link thingForEach}.
 *
 * @param make makes it from the text and its place, from 1; where that is not known, from what counts it
 */
export function thingAtEachPlace(
  list: List<string>,
  condition: Condition,
  make: (text: string, place: number | TerraformCount) => void,
): void {
  if (condition === false) return;
  const texts = each(list, (text) => text);
  if (!isDeferred(texts)) {
    for (const [index, text] of texts.entries()) make(text, index + 1);
    return;
  }
  const count = TerraformCount.of(choose(condition, Token.asNumber(Fn.lengthOf(texts)), 0));
  make(Token.asString(Fn.element(texts, count.index)), count);
}
