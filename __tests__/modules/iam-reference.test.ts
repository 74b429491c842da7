import type * as fs from "node:fs";
import { actionFacts } from "../../modules/iam-catalog";

const QUEUE = "arn:aws:batch:eu-west-2:111122223333:job-queue/acme";

describe("the facts of an action", () => {
  test("say its level, resource types, ARNs and condition keys", () => {
    expect(actionFacts("BATCH:terminatejob")).toEqual({
      action: "batch:TerminateJob",
      accessLevel: "Write",
      resourceTypes: [
        {
          name: "job",
          required: true,
          arns: ["arn:${Partition}:batch:${Region}:${Account}:job/${JobId}"],
          conditionKeys: ["aws:ResourceTag/${TagKey}"],
        },
      ],
      conditionKeys: [],
      wildcardOnly: false,
    });
    expect(actionFacts("batch:ListJobs")).toMatchObject({ accessLevel: "List", resourceTypes: [], wildcardOnly: true });
  });

  test.each(["AddTags", "RemoveTags"])(
    "say that %s is for balancers of every kind and what belongs to them",
    (action) => {
      const place = "arn:${Partition}:elasticloadbalancing:${Region}:${Account}";
      const [balancer] = actionFacts(`elasticloadbalancing:${action}`)?.resourceTypes ?? [];
      expect(balancer?.arns).toEqual([
        `${place}:loadbalancer/\${LoadBalancerName}`,
        `${place}:loadbalancer/app/\${LoadBalancerName}/\${LoadBalancerId}`,
        `${place}:listener/app/\${LoadBalancerName}/\${LoadBalancerId}/\${ListenerId}`,
        `${place}:loadbalancer/gwy/\${LoadBalancerName}/\${LoadBalancerId}`,
        `${place}:listener/gwy/\${LoadBalancerName}/\${LoadBalancerId}/\${ListenerId}`,
        `${place}:loadbalancer/net/\${LoadBalancerName}/\${LoadBalancerId}`,
        `${place}:listener/net/\${LoadBalancerName}/\${LoadBalancerId}/\${ListenerId}`,
        `${place}:targetgroup/\${TargetGroupName}/\${TargetGroupId}`,
      ]);
    },
  );

  test("say that parameters of AWS's own are of no account", () => {
    const arns = (action: string) => actionFacts(action)?.resourceTypes.flatMap((type) => type.arns);
    const ours = "arn:${Partition}:ssm:${Region}:${Account}:parameter/${ParameterNameWithoutLeadingSlash}";
    expect(arns("ssm:GetParameter")).toEqual([ours, ours.replace("${Account}", "")]);
    expect(arns("ssm:PutParameter")).toEqual([ours]);
  });

  test.each(["s3:ListObjectsV2", "s3:*", "s3", "nothing:Get", "s3:constructor", "constructor:Get", ""])(
    "do not exist of '%s'",
    (action) => {
      expect(actionFacts(action)).toBeUndefined();
    },
  );

  test("are read for the services that are asked for, once, and for no other", () => {
    const read = jest.spyOn(jest.requireActual<typeof fs>("node:fs"), "readFileSync");
    jest.isolateModules(() => {
      const fresh = jest.requireActual<typeof import("../../modules/iam-catalog")>("../../modules/iam-catalog");
      fresh.catalogFindings({ sid: "One", effect: "Allow", actions: ["batch:SubmitJob"], resources: [QUEUE] });
      fresh.catalogFindings({ sid: "Two", effect: "Allow", actions: ["batch:ListJobs"], resources: ["*"] });
    });
    const data = read.mock.calls.map(([file]) => String(file)).filter((file) => /iam-data.data/.test(file));
    read.mockRestore();
    expect(data.map((file) => file.split(/[\\/]data[\\/]/).at(-1))).toEqual([
      "services.json",
      "actions/batch.json",
      "resourceTypes/batch.json",
    ]);
  });
});
