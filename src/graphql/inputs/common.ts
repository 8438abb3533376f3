import { Field, InputType } from 'type-graphql';
import { GraphQLSafeInt } from '../scalars';

@InputType('TagInput', { description: 'A tag to set.' })
export class TagInputType {
  @Field(() => String, { description: 'Unique among the tags of its flow or source.' })
  name!: string;

  @Field(() => String, { description: 'Any text.' })
  value!: string;
}

@InputType('RationalInput', { description: 'A fraction of two integers.' })
export class RationalInputType {
  @Field(() => GraphQLSafeInt, { description: 'Above the line.' })
  numerator!: number;

  @Field(() => GraphQLSafeInt, { nullable: true, description: 'Below the line; 1 when left out.' })
  denominator?: number | null;
}
