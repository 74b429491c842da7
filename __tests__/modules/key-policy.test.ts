import { AwsEnvironment } from "../../modules/aws-environment";
import { keyPolicyToMerge } from "../../modules/key-policy";
import { policyJson, type Statement, statementFindings } from "../../modules/policy-document";
import { verdict } from "../../tools/proof/judge";

const KEY = "arn:aws:kms:eu-west-2:111122223333:key/12345678-90ab-cdef-1234-567890abcdef";
const OTHER = "arn:aws:kms:eu-west-2:111122223333:key/99999999-90ab-cdef-1234-567890abcdef";
const ROLE = "arn:aws:iam::111122223333:role/groundwork/acme/duet/acme-duet-instance";
const aws = AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" });
const AUTO_SCALING =
  "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";

function policy(props: Partial<Parameters<typeof keyPolicyToMerge>[0]>) {
  return keyPolicyToMerge({ aws, roleArns: [ROLE], ...props });
}

function named(statements: readonly Statement[]): unknown[] {
  return statements.map(({ sid }) => sid);
}

describe("the policy of a key of one's own", () => {
  test("says nothing where there is no key", () => {
    expect(policy({})).toEqual([]);
  });

  test("lets roles use more keys, each in a statement with its number", () => {
    const more = { [OTHER]: { key: OTHER, number: "3" } };
    const statements = policy({ bucketKeys: [KEY], moreBucketKeys: more });
    expect(statements.map(({ sid, resources }) => [sid, resources])).toEqual([
      ["LetRolesUseObjects", [KEY]],
      ["LetRolesUseObjects3", [OTHER]],
    ]);
  });

  test("lets EC2 Auto Scaling start instances, by which Batch starts all of them", () => {
    expect(named(policy({ volumeKey: KEY }))).toEqual([
      "LetAutoScalingEncryptVolumes",
      "LetAutoScalingHandTheKeyToEc2",
    ]);
  });

  test("lets Spot and the spot fleet in only where they start instances", () => {
    const spot = policy({ volumeKey: KEY, spot: { instances: true, fleet: false } });
    expect(named(spot).filter((sid) => /Spot/.test(String(sid)))).toEqual([
      "LetSpotInstancesEncryptVolumes",
      "LetSpotInstancesHandTheKeyToEc2",
    ]);
    const fleet = policy({ volumeKey: KEY, spot: { instances: true, fleet: true } });
    expect(JSON.stringify(policyJson(fleet))).toContain("AWSServiceRoleForEC2SpotFleet");
  });

  test("has no statement that AWS would refuse or ignore", () => {
    const all = policy({ volumeKey: KEY, spot: { instances: true, fleet: true }, bucketKeys: [KEY, OTHER] });
    expect(statementFindings(all)).toEqual([]);
  });

  test("lets the linked role hand the key to EC2, and to nobody else", async () => {
    const access = {
      policies: [],
      principal: AUTO_SCALING,
      resourcePolicy: policyJson(policy({ volumeKey: KEY })),
    };
    const grant = { action: "kms:CreateGrant", resource: KEY };
    expect(await verdict(access, { ...grant, context: { "kms:GrantIsForAWSResource": "true" } })).toBe("Allowed");
    expect(await verdict(access, { ...grant, context: { "kms:GrantIsForAWSResource": "false" } })).not.toBe("Allowed");
    expect(await verdict(access, { action: "kms:ScheduleKeyDeletion", resource: KEY })).not.toBe("Allowed");
  });

  test("lets our roles use it through S3 only", async () => {
    const access = { policies: [], principal: ROLE, resourcePolicy: policyJson(policy({ bucketKeys: [KEY] })) };
    const through = (service: string) => ({
      action: "kms:Decrypt",
      resource: KEY,
      context: { "kms:ViaService": `${service}.eu-west-2.amazonaws.com` },
    });
    expect(await verdict(access, through("s3"))).toBe("Allowed");
    expect(await verdict(access, through("secretsmanager"))).not.toBe("Allowed");
  });

  test("is of the partition that the region is in", () => {
    const china = AwsEnvironment.of({ account: "111122223333", region: "cn-north-1" });
    const json = JSON.stringify(policyJson(keyPolicyToMerge({ aws: china, volumeKey: KEY, roleArns: [] })));
    expect(json).toContain("arn:aws-cn:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/");
  });
});
