/** What programs do with values, and so what a chart must be able to do. Each is done by at least one example. */
export const FEATURES = {
  // Values that switch.
  'boolean': 'a switch turns a part of an object on',
  'optional group': 'an object is there only while its group is enabled',
  'nested optional': 'an optional group inside another one',
  'optional scalar': 'a string or number that may be left out',
  'optional enumeration': 'an enumeration that may be left out',
  'empty string': 'a string that may be empty without being absent',
  'enumeration': 'one of a few strings decides what is made',
  'free number': 'a number without choices of its own is compared with a constant',
  'free string': 'a string without choices of its own is compared with a constant',
  'port': 'a number whose limits leave little room',
  'fraction': 'a number that is not whole',
  'large number': 'a whole number that Go would print as a power of ten',
  'pair': 'two values decide a place together',
  'triple': 'three values decide a place together',
  'excluded pair': 'the construct refuses two values together',

  // Native control flow.
  'early return': 'a function that returns before its end',
  'switch statement': 'switch over the values of an enumeration',
  'nullish default': '?? gives what is taken when a value is absent',
  'spread': 'a part that comes by spreading a list or object that may be empty',
  'flatMap': 'elements that make none, one or several items',

  // Lists.
  'list of scalars': 'a list of strings',
  'range with a conditional': 'a part that only some elements of a list have',
  'element enumeration': 'an enumeration inside the elements of a list',
  'element optional': 'an optional group inside the elements of a list',
  'nested list': 'a list inside the elements of a list',
  'objects per element': 'an object of the chart for each element of a list',
  'objects per nested element': 'an object of the chart for each element of a list inside a list',
  'list among literals': 'items made from a list between others that are always there',
  'list in several places': 'the same list makes parts of several objects',
  'minimal length': 'a list that is never empty',

  // Texts.
  'template text': 'values inside a text of one line',
  'text with switches': 'lines of a text that come and go',
  'text with a loop': 'lines of a text that are made from a list',
  'joined text': 'a list joined to one line',
  'JSON text': 'a text made by JSON.stringify',
  'hash': 'a hash of a text, as a checksum annotation',

  // Maps.
  'map': 'a map becomes a mapping',
  'map collision': 'a map whose keys may be those of a literal mapping',
  'map as text': 'the entries of a map become lines of a text',
  'map as list': 'the entries of a map become items of a list',
  'scalar map': 'a map whose values may be written as numbers or booleans',

  'function of a map': 'a function of src/expressions that gets a whole mapping',
  'function of a list': 'a function of src/expressions that gets a whole list',

  // Structs.
  'opaque struct': 'a Kubernetes struct handed through',
  'splice': 'a list of structs laid after own items',
  'element struct': 'a struct inside the elements of a list',
  'any': 'a value without a schema handed through',

  // Objects.
  'constant name': 'an object whose name is given',
  'release': 'the name or namespace of the release inside an object',
  'name reference': 'an object refers to another one by its automatic name',
  'pod selector': 'pods found by the address label of cdk8s-plus',
  'nested Chart': 'a Chart inside the chart',
  'CRD': 'a custom resource as a plain ApiObject',
  'API': 'an object that is made only where the cluster has its API',
  'L1': 'objects made with the generated classes of the Kubernetes API',
  'JSON patch': 'an override after an object was made',
  'tests and notes': 'pods for helm test, and notes',
} as const;

export type Feature = keyof typeof FEATURES;
