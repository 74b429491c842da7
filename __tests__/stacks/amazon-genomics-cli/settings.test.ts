import { parseSettings } from "../../../stacks/settings";
import { SettingsError } from "../../../stacks/settings-mistake";
import { type WrittenSettings, yamlOf } from "./agc-json";

function settingsOf(written: WrittenSettings = {}) {
  return parseSettings(yamlOf(written), "groundwork.yaml").systems["amazon-genomics-cli"];
}

/** What is said of each mistake: path, what is allowed, hint. */
function mistakesIn(written: WrittenSettings): string[] {
  try {
    settingsOf(written);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.mistakes.map(({ path, allowed, hint }) =>
      [path.slice(2).join("."), allowed, ...(hint ? [hint] : [])].join(" | "),
    );
  }
}

describe("the settings of amazon-genomics-cli", () => {
  test("are complete when nothing is said: policies that nobody has yet", () => {
    expect(settingsOf()).toEqual({ admin: {} });
  });

  test("take everything that can be said", () => {
    const people = {
      attachTo: { users: ["ada", "grace@example.org"], groups: ["scientists"], roles: ["sign-in"] },
      assumableBy: ["arn:aws:iam::111122223333:user/ada", "arn:aws:iam::111122223333:role/sso/sign-in"],
    };
    const everything = {
      ...people,
      admin: people,
      bucket: {
        existing: "acme-genomics",
        kmsKey: "arn:aws:kms:eu-west-2:111122223333:key/12345678-90ab-cdef-1234-567890abcdef",
      },
      inputBuckets: [{ bucket: "references", prefix: "hg38/", requesterPays: false }],
    };
    expect(settingsOf({ agc: everything })).toEqual(everything);
  });
});

const MISTAKES: readonly [title: string, written: WrittenSettings, ...said: string[]][] = [
  ["nobody to attach to", { agc: { attachTo: {} } }, "attachTo | a section with at least one of users, groups, roles"],
  [
    "people without their kind",
    { agc: { attachTo: ["scientists"] } },
    "attachTo | a section with users, groups, roles",
  ],
  [
    "an ARN where a name is asked for",
    { agc: { attachTo: { groups: ["arn:aws:iam::111122223333:group/scientists"] } } },
    "attachTo.groups.0 | 1 to 128 letters, digits and _+=,.@-",
  ],
  [
    "a kind that IAM has not",
    { agc: { attachTo: { teams: ["scientists"] } } },
    "attachTo.teams | users, groups, roles",
  ],
  [
    "a name where an ARN is asked for",
    { agc: { assumableBy: ["ada"] } },
    "assumableBy.0 | the ARN of a user or role: arn:aws:iam::<account>:user/<name>",
  ],
  [
    "everybody",
    { agc: { admin: { assumableBy: ["*"] } } },
    "admin.assumableBy.0 | the ARN of a user or role: arn:aws:iam::<account>:user/<name> | it contains a wildcard, which a policy would widen",
  ],
  [
    "people of another account",
    { agc: { assumableBy: ["arn:aws:iam::444455556666:role/sign-in"] } },
    "assumableBy.0 | an ARN of account 111122223333, in which everything is built",
  ],
  [
    "a bucket that AGC makes, which needs no word",
    { agc: { bucket: { create: "acme-agc" } } },
    "bucket.existing | 3 to 63 lower-case letters, digits, hyphens and single dots; a letter or digit first and last",
    "bucket.create | existing, kmsKey",
  ],
  [
    "inputs beside a boundary",
    {
      iam: { permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary" },
      agc: { inputBuckets: [{ bucket: "references" }] },
    },
    "inputBuckets | nothing beside iam.permissionsBoundary | that boundary says what contexts read at most",
  ],
];

test.each(MISTAKES)("%s is refused with what is allowed instead", (_, written, ...said) => {
  expect(mistakesIn(written)).toEqual(said);
});
