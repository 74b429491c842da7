import { type ITerraformIterator, TerraformIterator, Token } from "cdktf";
import { type Condition, chooseList, DeferredList, type List } from "./deferred";

/**
 * A thing for each text of a list: made one by one, or once with `for_each`.
 *
 * @param condition whether any are made: a name or a flag, never an attribute of another resource
 * @param make makes it from the text; with an iterator, the text is the iterator's
 */
export function thingForEach(
  list: List<string>,
  condition: Condition,
  make: (text: string, forEach?: ITerraformIterator) => void,
): void {
  if (condition === false) return;
  if (!(list instanceof DeferredList)) {
    for (const text of list) make(text);
    return;
  }
  const texts = chooseList(condition, Token.asList(list.expression), []);
  const forEach = TerraformIterator.fromList(texts);
  make(forEach.value, forEach);
}
