import { TerraformOutput } from "cdktf";
import { PolicyDocument, policyJson, type Statement } from "../../modules/policy-document";
import { asSets, HclRepository } from "../registry/hcl-repository";
import { synth } from "../synth";

const source = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html";
const objects = { actions: ["s3:GetObject"], because: "every object", source } as const;

/** Documents whose text the provider might write in another way than we do. */
const DOCUMENTS: Record<string, Statement[]> = {
  lists: [
    { sid: "One", actions: ["s3:ListBucket"], resources: ["arn:aws:s3:::acme"], source },
    {
      sid: "More",
      actions: ["s3:PutObject", "s3:GetObject"],
      resources: ["arn:aws:s3:::b/x", "arn:aws:s3:::a/x"],
      source,
    },
  ],
  everything: [{ sid: "List", actions: ["s3:ListAllMyBuckets"], resources: "*", because: "it takes none", source }],
  refusal: [
    {
      ...objects,
      sid: "Refuse",
      effect: "Deny",
      principals: [{ type: "*", identifiers: ["*"] }],
      resources: ["arn:aws:s3:::acme/*"],
      conditions: [{ test: "Bool", key: "aws:SecureTransport", values: ["false"] }],
    },
  ],
  principals: [
    {
      sid: "Assume",
      actions: ["sts:AssumeRole"],
      principals: [
        { type: "Service", identifiers: ["ec2.amazonaws.com"] },
        { type: "AWS", identifiers: ["arn:aws:iam::111122223333:root"] },
        { type: "AWS", identifiers: ["arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/b"] },
      ],
      source,
    },
  ],
  conditions: [
    {
      ...objects,
      sid: "Read",
      resources: ["arn:aws:s3:::acme/*"],
      conditions: [
        { test: "StringEquals", key: "s3:ExistingObjectTag/project", values: ["acme"] },
        { test: "StringEquals", key: "aws:ResourceAccount", values: ["111122223333"] },
        { test: "StringLike", key: "s3:ExistingObjectTag/project", values: ["a*", "b*"] },
      ],
    },
  ],
  variables: [
    {
      ...objects,
      sid: "Home",
      resources: ["arn:aws:s3:::acme/${aws:username}/*", "arn:aws:s3:::acme/${aws:PrincipalTag/team}/${*}"],
      conditions: [{ test: "StringLike", key: "s3:ExistingObjectTag/owner", values: ["${aws:username, 'nobody'}"] }],
    },
  ],
};

let hcl: HclRepository;
let outputs: Record<string, unknown>;

beforeAll(async () => {
  hcl = await HclRepository.create();
  const { provider, data, output } = synth((stack) => {
    for (const [name, statements] of Object.entries(DOCUMENTS)) {
      new TerraformOutput(stack, name, { value: new PolicyDocument(stack, `${name}-text`, { statements }).json });
    }
  });
  const folder = hcl.configuration("documents", { provider, data, output });
  await hcl.terraform.init(folder, hcl.options);
  outputs = (await hcl.plan(folder)).outputs;
}, 360_000);

afterAll(() => hcl?.remove());

test.each(Object.keys(DOCUMENTS))("a policy says to Terraform what it says here: %s", (name) => {
  const here = JSON.stringify(policyJson(DOCUMENTS[name] ?? []));
  expect(asSets(outputs[name])).toEqual(asSets(here));
});
