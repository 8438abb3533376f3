import { Field, ObjectType } from 'type-graphql';
import { GraphQLDateTime, GraphQLSafeInt } from '../scalars';

@ObjectType('Tag', { description: 'A name with a value, free for clients to use.', simpleResolvers: true })
export class TagType {
  @Field(() => String, { description: 'Unique among the tags of its flow or source.' })
  name!: string;

  @Field(() => String, { description: 'Any text.' })
  value!: string;
}

@ObjectType('Rational', { description: 'A fraction of two integers.', simpleResolvers: true })
export class RationalType {
  @Field(() => GraphQLSafeInt, { description: 'Above the line.' })
  numerator!: number;
}

@ObjectType('ErrorReport', {
  description: 'What went wrong with one item of a request, or with work done later.',
  simpleResolvers: true,
})
export class ErrorReportType {
  @Field(() => String, { description: 'A stable name for the kind of error, such as `SegmentOverlap`.' })
  type!: string;

  @Field(() => String, { description: 'One sentence for people.' })
  summary!: string;

  @Field(() => GraphQLDateTime, { description: 'When it happened.' })
  time!: number;
}
