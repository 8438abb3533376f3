import { Field, ObjectType } from 'type-graphql';
import { GraphQLUuid } from '../scalars';

@ObjectType('StorageBackend', { description: 'A place where media bytes are kept.', simpleResolvers: true })
export class StorageBackendType {
  @Field(() => GraphQLUuid, { description: 'To name it by when allocating storage.' })
  id!: string;

  @Field(() => String, { description: 'Unique; URLs can be chosen by it.' })
  label!: string;

  @Field(() => String, { description: 'Always `http_object_store`.' })
  storeType!: string;

  @Field(() => String, { description: 'Who runs it.' })
  provider!: string;

  @Field(() => String, { description: 'What it runs on.' })
  storeProduct!: string;

  @Field(() => String, { nullable: true, description: 'Where it is.' })
  region!: string | null;

  @Field(() => String, { nullable: true, description: 'Where it is within its region.' })
  availabilityZone!: string | null;

  @Field(() => Boolean, { description: 'Storage is allocated here when a client names no backend.' })
  defaultStorage!: boolean;
}

@ObjectType('Service', { description: 'This store, and what it offers.', simpleResolvers: true })
export class ServiceType {
  @Field(() => String, { nullable: true, description: 'A name for people.' })
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'A text for people.' })
  description!: string | null;

  @Field(() => String, { description: 'What kind of service it is, as a URN.' })
  type!: string;

  @Field(() => String, { description: 'The version of the TAMS API whose model this is.' })
  apiVersion!: string;

  @Field(() => String, { description: 'The version of this software.' })
  serviceVersion!: string;

  @Field(() => [StorageBackendType], { description: 'Where media is kept, the default first.' })
  storageBackends!: StorageBackendType[];
}
