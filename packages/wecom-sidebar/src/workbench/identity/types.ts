import type { Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';

export type Graph = Reply<Contracts['identity.showGraph']>;
export type Party = Graph['customer'];
export type Identifier = Graph['identifiers'][number];
export type Kind = Identifier['type'];
export type Sighting = Graph['sightings'][number];
export type EvidenceState = Sighting['evidence'][number]['state'];
export type NearMiss = Graph['nearMisses'][number];
export type Decision = Graph['decisions'][number];
export type Way = Reply<Contracts['identity.why']>['way'];
export type Part = Reply<Contracts['identity.previewSplit']>['parts'][number];
export type Quarantined = Reply<Contracts['identity.listQuarantined']>['items'][number];
export type Rules = Reply<Contracts['identity.showRules']>;
export type KindRule = Rules['types'][number];
export type RuleRun = Rules['runs'][number];
