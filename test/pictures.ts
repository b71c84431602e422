/**
 * Whether tests keep pictures of what they see: `GLYPHLAB_TEST_PICTURES=1 npm test`. To take them all takes a
 * minute; of what has failed there is one in any case.
 */
export const ARE_PICTURES_WANTED = process.env['GLYPHLAB_TEST_PICTURES'] === '1'
