import { JsonMistake, JsonText } from "../../../tools/lint-policy/json-text";

/** `line:column: message`. */
function mistake(text: string): string | undefined {
  try {
    new JsonText(text);
  } catch (error) {
    if (!(error instanceof JsonMistake)) throw error;
    return `${error.line}:${error.column}: ${error.message}`;
  }
  return undefined;
}

test.each([
  "{}",
  " [ ] \r\n",
  '{"a": [1, -2.5e+3, true, false, null, {"b": "\\u00e9\\n\\"\\\\/"}], "__proto__": {"c": 1}}',
  '"text"',
  '["\u007f\u0085 😀"]',
  `${"[".repeat(100)}${"]".repeat(100)}`,
])("a JSON text has the value that JSON.parse gives it: %s", (text) => {
  expect(JSON.stringify(new JsonText(text).value)).toBe(JSON.stringify(JSON.parse(text)));
});

test("the line of an object or list is where it begins", () => {
  const json = new JsonText('\n{"a":\r\n [1,\n  {"b": {}}]}');
  const root = json.value as { a: [number, { b: object }] };
  expect([root, root.a, root.a[1], root.a[1].b, {}].map((value) => json.lineOf(value))).toEqual([
    2,
    3,
    4,
    4,
    undefined,
  ]);
});

test.each([
  ["", "1:1: found nothing, expected a policy in JSON"],
  [" \n ", "2:2: found nothing, expected a policy in JSON"],
  [
    '{\n  "Effect": "Allow",\n}',
    "3:1: found '}', expected a name in double quotes: the comma before it is one too many",
  ],
  ['["a",\n ]', "2:2: found ']', expected one more value: the comma before it is one too many"],
  ['{"a": 1\n "b": 2}', "2:2: found '\"', expected ',' or '}'"],
  ['["a" "b"]', "1:6: found '\"', expected ',' or ']'"],
  ['{"a" 1}', "1:6: found '1', expected ':' after 'a'"],
  ["{Effect: 1}", "1:2: found 'Effect', expected a name in double quotes"],
  ["{'Effect': 1}", "1:2: found ''', expected a name in double quotes: write double quotes"],
  ["{“Effect”: 1}", "1:2: found '“', expected a name in double quotes: write straight double quotes"],
  ['{\n  // all\n  "a": 1}', "2:3: found '/', expected a name in double quotes: JSON has no comments"],
  ['{"a": }', "1:7: found '}', expected a value: a text in double quotes, an object or a list"],
  ['{"a": Allow}', "1:7: found 'Allow', expected a value: a text in double quotes, an object or a list"],
  ['{"a": 01}', "1:7: found '01', expected a value: a text in double quotes, an object or a list"],
  ['{\n\n"a": [1,\n2', "4:2: found the end of the text, expected ',' or ']': the '[' of line 3 is not closed"],
  ["[1,\n", "2:1: found the end of the text, expected a value: the '[' of line 1 is not closed"],
  [
    '{"a": "s3:Get\n"}',
    '1:14: found the end of the line, expected a double quote: the text that begins "s3:Get is not closed',
  ],
  ['"a\tb"', "1:3: found a tab, expected a double quote: a tab in a text is written '\\t'"],
  ['"a\\d"', "1:3: found '\\d', expected an escape of JSON: a backslash itself is written '\\\\'"],
  ["{}\n{}", "2:1: found '{', expected nothing more: several policies are written as a list"],
  [
    '{"Statement": {"Action": "a",\n"Effect": "Deny", "Action": "b"}}',
    "2:19: found 'Action' a second time in one object: keep one of them",
  ],
  ['["é😀", x]', "1:8: found 'x', expected a value: a text in double quotes, an object or a list"],
  [
    "AWSTemplateFormatVersion: 1",
    "1:1: found 'AWSTemplateFormatVersion', expected a value: a text in double quotes, an object or a list",
  ],
])("a text that is no JSON is refused with line, column and what was found: %j", (text, message) => {
  expect(mistake(text)).toBe(message);
});

test("a text that is nested without end is refused", () => {
  expect(mistake("[".repeat(100_000))).toBe("1:202: found '[', expected at most 200 objects and lists in one another");
});
