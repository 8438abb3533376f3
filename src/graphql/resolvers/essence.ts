import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { Flow } from '../../tams/model';
import { toGraphNames } from '../essence-names';
import { AudioEssenceType, DataEssenceType, ImageEssenceType, VideoEssenceType } from '../types/essence';
import { AudioFlowType, DataFlowType, ImageFlowType, VideoFlowType } from '../types/flow';

const description = 'Technical facts of what it holds.';
const essenceOf = (flow: Flow) => toGraphNames(flow.essenceParameters ?? {});

@Resolver(() => VideoFlowType)
export class VideoFlowResolver {
  @FieldResolver(() => VideoEssenceType, { description })
  essenceParameters(@Root() flow: Flow) {
    return essenceOf(flow);
  }
}

@Resolver(() => AudioFlowType)
export class AudioFlowResolver {
  @FieldResolver(() => AudioEssenceType, { description })
  essenceParameters(@Root() flow: Flow) {
    return essenceOf(flow);
  }
}

@Resolver(() => ImageFlowType)
export class ImageFlowResolver {
  @FieldResolver(() => ImageEssenceType, { description })
  essenceParameters(@Root() flow: Flow) {
    return essenceOf(flow);
  }
}

@Resolver(() => DataFlowType)
export class DataFlowResolver {
  @FieldResolver(() => DataEssenceType, { description })
  essenceParameters(@Root() flow: Flow) {
    return essenceOf(flow);
  }
}
