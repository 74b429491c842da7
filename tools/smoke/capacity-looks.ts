import { isFargate } from "../../modules/allocation-strategy";
import type { Environment } from "./batch-state";
import {
  checkImages,
  checkOffers,
  checkPrice,
  checkQuota,
  checkTemplate,
  namedTypes,
  type Quota,
  quotasOf,
} from "./instance-checks";
import { known, type Look } from "./look";
import { type Offer, offerQuestion, quotaQuestion, sizeQuestion, templateQuestion } from "./questions";

/** Looks at what an environment starts, and with what. */
export function looksAtCapacity(environment: Environment): Look[] {
  const quotas = quotasOf(environment).map((quota) => lookAtQuota(environment, quota));
  if (isFargate(environment.type)) return quotas;
  return [
    known(checkImages(environment), ...checkPrice(environment)),
    ...lookAtOffers(environment),
    lookAtTemplate(environment),
    ...quotas,
  ];
}

function lookAtOffers(environment: Environment): Look[] {
  const types = namedTypes(environment);
  if (types.length === 0) return [];
  const question = `offers ${environment.name}`;
  return [
    {
      questions: { [question]: offerQuestion(types, environment.subnets) },
      find: (answers) => [checkOffers(environment, answers<readonly Offer[]>(question))],
    },
  ];
}

function lookAtTemplate(environment: Environment): Look {
  const question = `template ${environment.launchTemplate}`;
  return {
    questions: { [question]: templateQuestion(environment.launchTemplate) },
    find: (answers) => [checkTemplate(environment, answers<string>(question))],
  };
}

/** vCPUs of the smallest instance of a family, and of the smallest container on Fargate that is sent here. */
const SMALLEST = { family: 2, fargate: 1 };

function lookAtQuota(environment: Environment, quota: Quota): Look {
  const fargate = isFargate(environment.type);
  const counted = environment.instanceTypes.filter((type) =>
    quotasOf({ ...environment, instanceTypes: [type] }).some(({ code }) => code === quota.code),
  );
  const sizes = counted.filter((type) => type.includes("."));
  const question = `quota ${quota.code}`;
  return {
    questions: {
      [question]: quotaQuestion(quota.service, quota.code),
      ...Object.fromEntries(sizes.map((type) => [sizeOf(type), sizeQuestion(type)])),
    },
    find: (answers) => {
      const seen = sizes.map((type) => answers<number>(sizeOf(type))).flatMap((it) => ("seen" in it ? it.seen : []));
      const known = sizes.length === counted.length && seen.length > 0;
      const smallest = known ? Math.min(...seen) : SMALLEST[fargate ? "fargate" : "family"];
      return [checkQuota(environment, quota, answers<number>(question), smallest)];
    },
  };
}

function sizeOf(type: string): string {
  return `size ${type}`;
}
