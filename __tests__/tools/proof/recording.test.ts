import type { Check } from "../../../tools/proof/iam-checks";
import { differences, type Recording, recordingText, sortedChecks } from "../../../tools/proof/recording";

const check = (action: string, resource = "*", context = {}): Check => ({
  operation: action,
  action,
  resource,
  context,
});

test("questions are there once, in a fixed order", () => {
  const asked = [
    check("iam:GetRole", "b"),
    check("ec2:RunInstances"),
    check("iam:GetRole", "a"),
    check("iam:GetRole", "b"),
  ];
  const sorted = sortedChecks(asked);
  expect(sorted.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
    "ec2:RunInstances *",
    "iam:GetRole a",
    "iam:GetRole b",
  ]);
  expect(sortedChecks([...asked].reverse())).toEqual(sorted);
});

test("the same question by another call is another line", () => {
  expect(
    sortedChecks([check("s3:ListBucket"), { ...check("s3:ListBucket"), operation: "s3:HeadBucket" }]),
  ).toHaveLength(2);
});

test("a recording in its file has a line for each question, and reads as it was", () => {
  const phases = { plan: [check("iam:GetRole"), check("iam:GetUser")], apply: [], replan: [], update: [], destroy: [] };
  const recording: Recording = {
    stack: "duet",
    variant: "smallest",
    provider: "aws 5.100.0",
    terraform: "1.11.4",
    phases,
  };
  const text = recordingText(recording);
  expect(JSON.parse(text)).toEqual(recording);
  expect(text.split("\n").filter((line) => line.includes('"action"'))).toHaveLength(2);
});

test("two recordings differ by the questions that are new and those that are gone, step by step", () => {
  const recording = (plan: Check[], apply: Check[]): Recording => {
    const phases = { plan, apply, replan: [], update: [], destroy: [] };
    return { stack: "duet", variant: "smallest", provider: "aws 5.100.0", terraform: "1.11.4", phases };
  };
  const [read, list] = [check("iam:GetRole", "a"), check("iam:ListRoles")];
  expect(differences(recording([read], [list]), recording([read], [list]))).toEqual([]);
  expect(differences(recording([read], [list]), recording([list], [list]))).toEqual([
    expect.stringMatching(/^new in plan: .*"iam:ListRoles"/),
    expect.stringMatching(/^gone from plan: .*"iam:GetRole"/),
  ]);
});

test("a recording is of one version of the provider", () => {
  const phases = { plan: [], apply: [], replan: [], update: [], destroy: [] };
  const recording = { stack: "duet", variant: "smallest", provider: "aws 5.100.0", terraform: "1.11.4", phases };
  expect(differences(recording, { ...recording, terraform: "1.12.0" })).toEqual([]);
  expect(differences(recording, { ...recording, provider: "aws 5.101.0" })).toEqual([
    "recorded with aws 5.100.0, and now with aws 5.101.0",
  ]);
});
