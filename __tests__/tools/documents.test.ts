import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PolicyFate } from "../../stacks/document-fates";
import { documentTables } from "../../tools/document-table";
import { DOCUMENTS, decidedDocument, decidedSystems, documentPage, oursOf } from "../../tools/documents";
import type { PublishedPolicy } from "../../tools/published-document";

const ROOT = join(__dirname, "..", "..");

describe.each(decidedSystems())("the document of %s", (system) => {
  const decided = decidedDocument(system);

  test("has a fate for every action that it grants, and a reason for nothing else", () => {
    expect(
      decided.tables.flatMap(({ published, mistakes }) => mistakes.map((it) => `${published.name}: ${it}`)),
    ).toEqual([]);
  });

  test("has a page that is current: npm run documents writes it", () => {
    expect(readFileSync(join(ROOT, DOCUMENTS, `${system}.md`), "utf8")).toBe(documentPage(decided));
  });
});

test("every system that has policies says where those of its document went", () => {
  const built = readdirSync(join(ROOT, "stacks")).filter((name) =>
    existsSync(join(ROOT, "stacks", name, "policies.ts")),
  );
  expect(decidedSystems()).toEqual(expect.arrayContaining(built));
});

test("policies of ways that exclude each other are told apart by a word", () => {
  const variants = { privileged: { iamAccess: "privileged", features: { logRetrieval: false } } };
  const titles = oursOf("parallelcluster", { settings: {}, variants }).policies.map(({ title }) => title);
  expect(titles.filter((title) => / ?iam$/.test(title))).toEqual(["iam", "privileged iam"]);
});

describe("the table of a document", () => {
  const Statement = [
    { Effect: "Allow", Action: ["s3:GetObject", "s3:ListObjectsV2"], Resource: ["arn:aws:s3:::theirs/*"] },
    { Effect: "Allow", Action: ["ecr:PutImage", "ecr:BatchGetImage", "ecr:GetAuthorizationToken"], Resource: "*" },
    { Effect: "Allow", Action: "sqs:*", Resource: "arn:aws:sqs:*:*:theirs" },
  ];
  const published: PublishedPolicy = { name: "Theirs", holder: "users", policy: { Statement } };
  const ours = {
    attached: ["arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole"],
    policies: [
      {
        title: "machine policy",
        statements: [],
        policy: {
          Version: "2012-10-17" as const,
          Statement: [
            { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::acme/*"] },
            { Sid: "Push", Effect: "Allow", Action: ["ecr:PutImage"], Resource: ["arn:aws:ecr:*:*:repository/acme/*"] },
            { Sid: "LogIn", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
            { Sid: "Send", Effect: "Allow", Action: ["sqs:SendMessage"], Resource: ["arn:aws:sqs:*:*:acme"] },
          ],
        },
      },
    ],
  };
  const dropped = [
    { actions: ["s3:ListObjectsV2"], because: "no such action" },
    { actions: ["ecr:BatchGetImage"], because: "nobody pulls" },
    { actions: ["sqs:*"], because: "nobody administers queues" },
  ];

  function table(fate: PolicyFate | undefined, policy = published) {
    const document = { system: "test", document: "Test", page: "https://example.com", policies: [policy] };
    const fates = { settings: {}, policies: fate ? { [policy.name]: fate } : {} };
    const [only] = documentTables(document, fates, ours);
    if (!only) throw new Error("there must be a table");
    return only;
  }

  test("tells what is kept, narrowed and dropped, and where it is", () => {
    const { actions, mistakes } = table({ into: ["machine"], dropped });
    expect(mistakes).toEqual([]);
    expect(
      actions.map(({ action, state, here, because }) => [action, state, here.map(({ sid }) => sid), because]),
    ).toEqual([
      ["ecr:BatchGetImage", "dropped", [], "nobody pulls"],
      ["ecr:GetAuthorizationToken", "kept", ["LogIn"], undefined],
      ["ecr:PutImage", "narrowed", ["Push"], undefined],
      ["s3:GetObject", "kept", ["Read"], undefined],
      ["s3:ListObjectsV2", "dropped", [], "no such action"],
      ["sqs:*", "narrowed", ["Send"], "nobody administers queues"],
    ]);
  });

  test("misses a policy that nothing is written about", () => {
    expect(table(undefined).mistakes).toEqual(["nothing is written about policy 'Theirs'"]);
  });

  test("misses an action that nobody has and nothing is written about", () => {
    const { mistakes } = table({ into: ["machine"], dropped: dropped.slice(0, 2) });
    expect(mistakes).toEqual(["sqs:*: nothing is written about it, and no policy has all of it"]);
    expect(table({ into: ["machine"], dropped: dropped.slice(1) }).mistakes).toEqual([
      "s3:ListObjectsV2: nothing is written about it, and no policy has all of it",
    ]);
  });

  test("refuses a reason for what is kept, and for what the document does not grant", () => {
    const more = [{ actions: ["s3:GetObject", "s3:PutObject"], because: "nobody needs it" }];
    expect(table({ into: ["machine"], dropped: [...dropped, ...more] }).mistakes).toEqual([
      "s3:GetObject: a reason is written, but it is kept",
      "s3:PutObject: the document does not grant it, or all of it is kept",
    ]);
  });

  test("takes a reason for all of a service that nobody has, and for no other", () => {
    const s3 = { actions: ["s3:*"], because: "nobody calls it so" };
    const { actions, mistakes } = table({ into: ["machine"], dropped: [...dropped.slice(1), s3] });
    expect(mistakes).toEqual([]);
    expect(actions.filter(({ because }) => because === s3.because).map(({ action }) => action)).toEqual([
      "s3:ListObjectsV2",
    ]);
    const iot = { actions: ["iot:*"], because: "no things" };
    expect(table({ into: ["machine"], dropped: [...dropped, iot] }).mistakes).toEqual([
      "iot:*: the document does not grant it, or all of it is kept",
    ]);
  });

  test("refuses a policy of ours that is not there, and one of the document that is not there", () => {
    expect(table({ into: ["machine", "butler"], dropped }).mistakes).toEqual(["there is no 'butler'"]);
    const document = { system: "test", document: "Test", page: "https://example.com", policies: [] };
    expect(() => documentTables(document, { settings: {}, policies: { Theirs: { dropped: "why" } } }, ours)).toThrow(
      "the document of test must have the policies that are written about, not: Theirs",
    );
  });

  test("takes a policy of AWS for attached only where it is", () => {
    const fate = { attached: "the service needs it" };
    expect(table(fate, { ...published, awsManaged: "AWSBatchServiceRole" }).mistakes).toEqual([]);
    expect(table(fate, { ...published, awsManaged: "AWSLambdaRole" }).mistakes).toEqual(["it is attached to nothing"]);
  });

  test("leaves out who may assume roles", () => {
    const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "batch.amazonaws.com" } };
    const policies = [{ ...published, policy: { Statement: [trust] } }];
    const document = { system: "test", document: "Test", page: "https://example.com", policies };
    expect(documentTables(document, { settings: {}, policies: {} }, ours)).toEqual([]);
  });
});
