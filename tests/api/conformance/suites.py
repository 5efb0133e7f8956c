"""The abstract test suites of what `/v1/conformance` declares, each test with its place here.

The names are those of the standards: OGC API Features part 1 (17-069r4), 2 (18-058r1) and 3
(19-079r2), CQL2 (21-065r2), Schemas (23-058r2; its draft bore the number features-5), OGC API Tiles
part 1 (20-057) and Two Dimensional Tile Matrix Set (17-083r4). A place is `file::test` below
`tests/api`. `test_suites.py` refuses a class without a suite, and a place that is not there.

Not in it, for want of a subject: `response-2` of returnables-and-receivables (nothing is created),
`test-data` of CQL2 (counts in a world map of the standard that is not among our layers; the same
predicates are held against Python in `test_filter.py` and `test_functions.py`).
"""

from collections.abc import Mapping

SPEC = "http://www.opengis.net/spec/"
FEATURES = SPEC + "ogcapi-features-{}/1.0/conf/{}"
CQL2 = SPEC + "cql2/1.0/conf/"
SCHEMAS = SPEC + "ogcapi-common-3/1.0/conf/"
TILES = SPEC + "ogcapi-tiles-1/1.0/conf/"
TMS = SPEC + "tms/2.0/conf/"
IN_VERSIONS = "test_versions.py::"
IN_RELEASES = "test_releases.py::"

ANSWERED = "conformance/test_answers.py::"
ASKED = "conformance/test_cql2.py::"
DECLARED = "conformance/test_suites.py::"
IN_ALL_FAULTS = "test_all_faults.py::"
IN_CORE = "test_core.py::"
IN_CRS = "test_crs.py::"
IN_FILTER = "test_filter.py::"
IN_HTTP = "test_http.py::"
IN_LIVE_TILES = "test_live_tiles.py::"
IN_NEGOTIATION = "test_negotiation.py::"
IN_NLGOV = "test_nlgov.py::"
IN_OPENAPI = "test_openapi.py::"
IN_TILESETS = "test_tilesets.py::"
ITEMS = "conformance/test_features.py::"
TOLD = "conformance/test_schemas.py::"
WRITTEN = "conformance/test_described.py::"

CORE = {
    "http": IN_HTTP + "test_head_is_get_without_a_body",
    "root-op": IN_CORE + "test_landing_links_everything",
    "root-success": IN_CORE + "test_landing_links_everything",
    "api-definition-op": IN_OPENAPI + "test_it_says_who_and_what_in_dutch",
    "api-definition-success": WRITTEN + "test_the_standard_says_it_is_valid",
    "conformance-op": IN_CORE + "test_conformance_names_only_what_is_served",
    "conformance-success": DECLARED + "test_every_declared_class_has_its_suite",
    "crs84": IN_CRS + "test_default_is_crs84_and_content_crs_says_so",
    "fc-md-op": IN_CORE + "test_collections_and_collection_agree",
    "fc-md-success": IN_CORE + "test_collections_and_collection_agree",
    "fc-md-links": IN_NEGOTIATION + "test_documents_link_to_their_page_and_pages_to_their_document",
    "fc-md-items": IN_CORE + "test_collections_and_collection_agree",
    "fc-md-items-links": ITEMS + "test_items_are_linked_in_every_form",
    "fc-md-extent": IN_CORE + "test_extent_is_a_list_of_boxes_and_intervals",
    "fc-md-extent-multi": IN_CORE + "test_extent_is_a_list_of_boxes_and_intervals",
    "sfc-md-op": IN_CORE + "test_collections_and_collection_agree",
    "sfc-md-success": IN_CORE + "test_collections_and_collection_agree",
    "fc-op": IN_CORE + "test_pages_add_up_and_end_without_next",
    "fc-bbox-definition": IN_OPENAPI + "test_limit_bbox_and_datetime_as_the_suite_wants_them",
    "fc-bbox-response": IN_CRS + "test_every_feature_touches_the_box_and_no_other_does",
    "fc-limit-definition": IN_OPENAPI + "test_limit_bbox_and_datetime_as_the_suite_wants_them",
    "fc-limit-response": IN_CORE + "test_limit_is_clamped_and_shown",
    "fc-time-definition": IN_OPENAPI + "test_limit_bbox_and_datetime_as_the_suite_wants_them",
    "fc-time-response": IN_CORE + "test_datetime_chooses_the_newest_version_within",
    "fc-response": IN_CORE + "test_pages_add_up_and_end_without_next",
    "fc-links": ITEMS + "test_every_page_links_itself_and_its_other_forms",
    "fc-timeStamp": IN_CORE + "test_time_stamp_is_now",
    "fc-numberMatched": IN_CORE + "test_pages_add_up_and_end_without_next",
    "fc-numberReturned": IN_CORE + "test_pages_add_up_and_end_without_next",
    "f-op": IN_CORE + "test_single_feature",
    "f-success": IN_CORE + "test_single_feature",
    "f-links": ITEMS + "test_a_feature_links_itself_its_forms_and_its_layer",
    "query-param-invalid": ITEMS + "test_a_bad_value_is_400",
    "query-param-unknown": IN_ALL_FAULTS + "test_names_and_values_are_told_together",
}
GEOJSON = {
    "definition": ITEMS + "test_geojson_is_geojson",
    "content": ITEMS + "test_geojson_is_geojson",
}
OAS30 = {
    "completeness": IN_OPENAPI + "test_every_route_is_described_and_nothing_else",
    "exception-codes": IN_OPENAPI + "test_answers_have_the_version_header_and_problems",
    "definition-1": WRITTEN + "test_the_media_type_is_that_of_the_standard",
    "definition-2": WRITTEN + "test_the_standard_says_it_is_valid",
    "oas-impl": ANSWERED + "test_answers_are_as_described",
    "security": WRITTEN + "test_what_is_open_asks_for_no_key",
}
CRS = {
    "crs-uri": ITEMS + "test_systems_are_named_by_uri",
    "bbox-crs-parameter": IN_CRS + "test_the_same_box_in_every_system",
    "bbox-crs-parameter-default": IN_CRS + "test_every_feature_touches_the_box_and_no_other_does",
    "bbox-crs-parameter-invalid": IN_NLGOV + "test_geo_crs_query_parameters",
    "crs-parameter": IN_CRS + "test_alias_is_echoed",
    "crs-parameter-default": IN_CRS + "test_default_is_crs84_and_content_crs_says_so",
    "crs-parameter-invalid": IN_CRS + "test_unknown_crs_is_refused",
    "crs-parameter-transform": IN_CRS + "test_transformed_as_pyproj_does",
    "default-crs": IN_CRS + "test_default_is_crs84_and_content_crs_says_so",
    "storageCrs": IN_CORE + "test_collections_and_collection_agree",
}
QUERYABLES = {
    "get-conformance": DECLARED + "test_every_declared_class_has_its_suite",
    "get-collection": TOLD + "test_schemas_are_linked_where_the_standard_has_them",
    "get-queryables": TOLD + "test_a_schema_is_one_by_its_own_standard",
    "expression-construction": IN_FILTER + "test_an_unknown_name_gets_the_nearest",
}
FILTER = {
    "get-conformance": DECLARED + "test_every_declared_class_has_its_suite",
    "get-collections": IN_CORE + "test_collections_and_collection_agree",
    "get-queryables": TOLD + "test_a_schema_is_one_by_its_own_standard",
    "get-collection": TOLD + "test_schemas_are_linked_where_the_standard_has_them",
    "filter-param": ASKED + "test_a_filter_is_taken_by_every_layer",
    "filter-lang-default": ASKED + "test_a_filter_is_taken_by_every_layer",
    "expression-construction": IN_FILTER + "test_an_unknown_name_gets_the_nearest",
    "filter-crs-wgs84": ASKED + "test_shapes_are_in_degrees_unless_said",
    "filter-crs-param": IN_FILTER + "test_axes_follow_the_system_of_the_filter",
    "mixing-expressions": ASKED + "test_a_filter_goes_with_bbox_and_datetime",
}
FEATURES_FILTER = {
    "get-conformance": DECLARED + "test_every_declared_class_has_its_suite",
    "validate": ASKED + "test_a_filter_is_taken_by_every_layer",
    "response": IN_FILTER + "test_a_random_filter_finds_what_python_finds",
}
BASIC = {
    "basic-test": ASKED + "test_each_layer_has_names_to_ask_by",
    "comparison": ASKED + "test_comparison",
    "is-null": ASKED + "test_is_null",
    "boolean": ASKED + "test_boolean",
    "logical": ASKED + "test_logical",
}
ADVANCED = {
    "like": ASKED + "test_like",
    "between": ASKED + "test_between_and_in",
    "in": ASKED + "test_between_and_in",
    "logical": ASKED + "test_logical",
}
CASEI = {
    "casei": ASKED + "test_casei_and_accenti",
    "casei-like": ASKED + "test_casei_and_accenti",
    "logical": ASKED + "test_logical",
}
ACCENTI = {
    "accenti": ASKED + "test_casei_and_accenti",
    "accenti-casei": ASKED + "test_casei_and_accenti",
    "accenti-casei-like": ASKED + "test_casei_and_accenti",
    "logical": ASKED + "test_logical",
}
BASIC_SPATIAL = {
    "s_intersects": ASKED + "test_s_intersects",
    "logical": ASKED + "test_logical",
}
SPATIAL_PLUS = {"s_intersects": ASKED + "test_s_intersects"}
SPATIAL = {
    "s_intersects": ASKED + "test_s_intersects",
    "s_disjoint": ASKED + "test_s_disjoint",
    "s_equals": ASKED + "test_other_spatial_functions",
    "s_touches": ASKED + "test_other_spatial_functions",
    "s_crosses": ASKED + "test_other_spatial_functions",
    "s_within": ASKED + "test_other_spatial_functions",
    "s_contains": ASKED + "test_other_spatial_functions",
    "s_overlaps": ASKED + "test_other_spatial_functions",
    "logical": ASKED + "test_logical",
}
TEMPORAL = {
    "temporal-functions-1": ASKED + "test_moments",
    "temporal-functions-2": ASKED + "test_periods",
    "logical": ASKED + "test_logical",
}
PROPERTY = {
    "comparison-value-property": ASKED + "test_value_before_property",
    "comparison-property-property": ASKED + "test_property_beside_property",
    "comparison-value-value": ASKED + "test_value_beside_value",
    "logical": ASKED + "test_logical",
}
ARITHMETIC = {
    "arithmetic": ASKED + "test_arithmetic",
    "logical": ASKED + "test_logical",
}
TEXT = {
    "validate": ASKED + "test_comparison",
    "escaping": ASKED + "test_escaping",
}
JSON = {"validate": ASKED + "test_comparison"}
SCHEMA = {
    "basic-schema-inspection": TOLD + "test_a_schema_is_one_by_its_own_standard",
    "role": TOLD + "test_roles",
    "role-id": TOLD + "test_roles",
    "property-seq": TOLD + "test_roles",
    "unit": TOLD + "test_keywords_that_are_not_used",
    "definition": TOLD + "test_keywords_that_are_not_used",
    "nullvalues": TOLD + "test_keywords_that_are_not_used",
}
ROLES = {
    "role-primary-geometry": TOLD + "test_roles",
    "role-primary-temporal": TOLD + "test_roles",
    "role-type": TOLD + "test_roles",
}
RETURNABLES = {
    "get-conformance": DECLARED + "test_every_declared_class_has_its_suite",
    "link": TOLD + "test_schemas_are_linked_where_the_standard_has_them",
    "op-and-response": TOLD + "test_a_schema_is_one_by_its_own_standard",
    "response-1": TOLD + "test_features_fit_their_schema",
}
SCHEMA_QUERYABLES = {
    "get-conformance": DECLARED + "test_every_declared_class_has_its_suite",
    "link": TOLD + "test_schemas_are_linked_where_the_standard_has_them",
    "op-and-response": TOLD + "test_a_schema_is_one_by_its_own_standard",
}
TILES_CORE = {
    "conformance-success": DECLARED + "test_every_declared_class_has_its_suite",
    "tc-op": IN_TILESETS + "test_every_declared_level_answers",
    "tc-tilematrix-definition": WRITTEN + "test_the_address_of_a_tile_is_described",
    "tc-tilerow-definition": WRITTEN + "test_the_address_of_a_tile_is_described",
    "tc-tilecol-definition": WRITTEN + "test_the_address_of_a_tile_is_described",
    "tc-success": IN_TILESETS + "test_every_declared_level_answers",
    "tc-error": IN_LIVE_TILES + "test_empty_is_204_and_what_is_no_tile_is_404",
}
TILESET = {
    "conformance-success": DECLARED + "test_every_declared_class_has_its_suite",
    "tileset-description": IN_TILESETS + "test_tilesets_of_a_layer",
}
TILESETS_LIST = {
    "conformance-success": DECLARED + "test_every_declared_class_has_its_suite",
    "tileset-links": IN_TILESETS + "test_tilesets_of_a_layer",
}
GEODATA = {
    "conformance-success": DECLARED + "test_every_declared_class_has_its_suite",
    "desc-links": IN_TILESETS + "test_tilesets_of_a_layer",
    "operation": IN_TILESETS + "test_tilesets_of_a_layer",
}
MVT = {"content": IN_TILESETS + "test_every_declared_level_answers"}
TILES_OAS30 = {
    "completeness": WRITTEN + "test_the_address_of_a_tile_is_described",
    "operationids": IN_TILESETS + "test_operations_are_found_by_their_ids",
}
MATRIX_SET = {"tilematrixset": IN_TILESETS + "test_rd_grid_is_that_of_the_dutch_guideline"}
MATRIX_SET_JSON = {"json-tilematrixset": WRITTEN + "test_grids_are_as_described"}

SUITES: Mapping[str, Mapping[str, str]] = {
    FEATURES.format(1, "core"): CORE,
    FEATURES.format(1, "oas30"): OAS30,
    FEATURES.format(1, "geojson"): GEOJSON,
    FEATURES.format(2, "crs"): CRS,
    FEATURES.format(3, "queryables"): QUERYABLES,
    FEATURES.format(3, "filter"): FILTER,
    FEATURES.format(3, "features-filter"): FEATURES_FILTER,
    FEATURES.format(5, "schemas"): SCHEMA,
    FEATURES.format(5, "core-roles-features"): ROLES,
    FEATURES.format(5, "returnables-and-receivables"): RETURNABLES,
    SCHEMAS + "schemas": SCHEMA,
    SCHEMAS + "advanced-property-roles": ROLES,
    SCHEMAS + "returnables-and-receivables": RETURNABLES,
    SCHEMAS + "queryables": SCHEMA_QUERYABLES,
    CQL2 + "cql2-text": TEXT,
    CQL2 + "cql2-json": JSON,
    CQL2 + "basic-cql2": BASIC,
    CQL2 + "advanced-comparison-operators": ADVANCED,
    CQL2 + "case-insensitive-comparison": CASEI,
    CQL2 + "accent-insensitive-comparison": ACCENTI,
    CQL2 + "basic-spatial-functions": BASIC_SPATIAL,
    CQL2 + "basic-spatial-functions-plus": SPATIAL_PLUS,
    CQL2 + "spatial-functions": SPATIAL,
    CQL2 + "temporal-functions": TEMPORAL,
    CQL2 + "property-property": PROPERTY,
    CQL2 + "arithmetic": ARITHMETIC,
    TILES + "core": TILES_CORE,
    TILES + "tileset": TILESET,
    TILES + "tilesets-list": TILESETS_LIST,
    TILES + "geodata-tilesets": GEODATA,
    TILES + "mvt": MVT,
    TILES + "oas30": TILES_OAS30,
    TMS + "tilematrixset": MATRIX_SET,
    TMS + "json-tilematrixset": MATRIX_SET_JSON,
}

TRAPS = {
    "1 media type of service-desc, valid 3.0": WRITTEN
    + "test_the_media_type_is_that_of_the_standard",
    "2 limit is described in full": IN_OPENAPI
    + "test_limit_bbox_and_datetime_as_the_suite_wants_them",
    "3 bbox and datetime are described in full": IN_OPENAPI
    + "test_limit_bbox_and_datetime_as_the_suite_wants_them",
    "4 a bad limit, bbox or datetime is 400": ITEMS + "test_a_bad_value_is_400",
    "5 an unknown parameter is 400": IN_ALL_FAULTS + "test_names_and_values_are_told_together",
    "6 an unknown crs is 400, Content-Crs in brackets": IN_NLGOV
    + "test_geo_content_crs_response_header",
    "7 crs begins with CRS84 and holds storageCrs": IN_NLGOV
    + "test_geo_crs_list_storage_and_default",
    "8 boxes over the antimeridian and the poles": IN_CRS + "test_boxes_far_away_are_empty",
    "9 shapes touch the box, numbers add up": IN_CRS
    + "test_every_feature_touches_the_box_and_no_other_does",
    "10 self and alternate on every page": ITEMS
    + "test_every_page_links_itself_and_its_other_forms",
    "11 extent is a list, list and layer agree": IN_CORE + "test_collections_and_collection_agree",
    "12 the landing page links all, one layer is not empty": ITEMS
    + "test_one_layer_at_least_is_not_empty",
    "13 HTTP/1.1 and HEAD, paging ends": ITEMS + "test_the_server_speaks_http_1_1_and_head",
}
"""On what other servers failed the official suite, and where it is tried here."""

BAD_INPUT = {
    "every row of hostile requests": "test_attacks.py::test_every_row_is_attacked",
    "a layer that was withdrawn is 410 with its reason": IN_VERSIONS
    + "test_withdrawal_is_said_everywhere_within_moments",
    "a release that is no longer kept is 410": IN_RELEASES
    + "test_a_release_that_is_no_longer_kept_is_gone",
    "a version that is no longer kept is 410": IN_VERSIONS
    + "test_cursor_of_a_pruned_version_is_gone",
    "a filter that finds nothing is 200 and empty": ASKED + "test_boolean",
    "a slow database is 503 with Retry-After": IN_VERSIONS
    + "test_slow_database_is_503_with_retry_after",
    "no connection is free: 503, not a wait": IN_VERSIONS + "test_full_pool_is_503_and_not_a_hang",
    "what is wrong is told at once": IN_ALL_FAULTS + "test_names_and_values_are_told_together",
}
"""What a request can do wrong, or meet, and where it is tried here."""
