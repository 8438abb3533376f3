import { registerEnumType } from 'type-graphql';

/** Names on the graph; values are the storage core's. */
export const EndpointStateEnum = {
  HEALTHY: 'healthy',
  SUSPECT: 'suspect',
  DOWN: 'down',
  RECOVERING: 'recovering',
} as const;

registerEnumType(EndpointStateEnum, {
  name: 'EndpointState',
  description: 'What is held of an endpoint, from checks and from the reads sent to it.',
  valuesConfig: {
    HEALTHY: { description: 'It takes reads.' },
    SUSPECT: { description: 'It failed of late, and takes reads only where no healthy one is left.' },
    DOWN: { description: 'It failed several times, and takes no reads.' },
    RECOVERING: {
      description:
        'It answers checks, again or for the first time, and takes no reads until it has answered enough.',
    },
  },
});

export const EndpointStrategyEnum = {
  ROUND_ROBIN: 'round-robin',
  LEAST_OUTSTANDING: 'least-outstanding',
  FASTEST: 'fastest',
  RANDOM_OF_TWO: 'random-of-two',
} as const;

registerEnumType(EndpointStrategyEnum, {
  name: 'EndpointStrategy',
  description: 'How the endpoint of a read is chosen among those that take reads.',
  valuesConfig: {
    ROUND_ROBIN: { description: 'Each in turn.' },
    LEAST_OUTSTANDING: { description: 'The one with the fewest reads waiting.' },
    FASTEST: {
      description: 'The one that should answer first, by its answers of late and what waits there.',
    },
    RANDOM_OF_TWO: { description: 'The less loaded of two drawn at random.' },
  },
});
