-- What Athena's functions mean, for DuckDB. The translator writes these names; `bt_` keeps them out of anybody's way.
-- Moments are TIMESTAMP in UTC throughout: Athena's session zone is UTC too, and arithmetic on them stays fast.

-- text
CREATE OR REPLACE MACRO bt_substr(s, start) AS CASE WHEN start = 0 OR -start > length(s) THEN '' ELSE substr(s, start) END,
  (s, start, n) AS CASE WHEN start = 0 OR -start > length(s) OR n <= 0 THEN '' ELSE substr(s, start, n) END;
CREATE OR REPLACE MACRO bt_split_part(s, d, n) AS CASE WHEN n <= len(string_split(s, d)) THEN string_split(s, d)[n] END;
CREATE OR REPLACE MACRO bt_split(s, d) AS string_split(s, d),
  (s, d, n) AS CASE WHEN len(string_split(s, d)) <= n THEN string_split(s, d)
    ELSE list_append(string_split(s, d)[1:n - 1], array_to_string(string_split(s, d)[n:], d)) END;
CREATE OR REPLACE MACRO bt_split_to_map(s, e, k) AS map_from_entries(list_transform(string_split(s, e),
  lambda bt_p: struct_pack(k := string_split(bt_p, k)[1], v := substr(bt_p, length(string_split(bt_p, k)[1]) + length(k) + 1))));
CREATE OR REPLACE MACRO bt_strpos(s, t) AS strpos(s, t),
  (s, t, n) AS CASE WHEN n <= len(string_split(s, t)) - 1
    THEN length(array_to_string(string_split(s, t)[1:n], t)) + 1 ELSE 0 END;
CREATE OR REPLACE MACRO bt_replace(s, t) AS replace(s, t, ''), (s, t, r) AS replace(s, t, r);
CREATE OR REPLACE MACRO bt_trim(s) AS trim(s), (s, c) AS trim(s, c);
CREATE OR REPLACE MACRO bt_varchar(x) AS CASE typeof(x)
  WHEN 'TIMESTAMP' THEN strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g')
  WHEN 'JSON' THEN json_extract_string(CAST(x AS VARCHAR), '$')
  ELSE CAST(x AS VARCHAR) END;
CREATE OR REPLACE MACRO bt_whole(s) AS CASE WHEN contains(s, '.') OR contains(lower(s), 'e') THEN 'not whole: ' || s ELSE s END;

-- patterns
CREATE OR REPLACE MACRO bt_regexp_extract(s, p) AS CASE WHEN regexp_matches(s, p) THEN regexp_extract(s, p) END,
  (s, p, g) AS CASE WHEN regexp_matches(s, p) THEN regexp_extract(s, p, g) END;
CREATE OR REPLACE MACRO bt_regexp_replace(s, p) AS regexp_replace(s, p, '', 'g'), (s, p, r) AS regexp_replace(s, p, r, 'g');
CREATE OR REPLACE MACRO bt_java_replacement(r) AS regexp_replace(r, '\$(\d)', '\\\1', 'g');
CREATE OR REPLACE MACRO bt_regexp_count(s, p) AS len(regexp_extract_all(s, p));
CREATE OR REPLACE MACRO bt_regexp_position(s, p) AS CASE WHEN regexp_matches(s, p)
  THEN strpos(s, regexp_extract(s, p)) ELSE -1 END;

-- bytes
CREATE OR REPLACE MACRO bt_bytes(x) AS CASE typeof(x) WHEN 'BLOB' THEN TRY_CAST(CAST(x AS VARCHAR) AS BLOB) ELSE encode(CAST(x AS VARCHAR)) END;
CREATE OR REPLACE MACRO bt_md5(x) AS unhex(md5(bt_bytes(x)));
CREATE OR REPLACE MACRO bt_sha1(x) AS unhex(sha1(bt_bytes(x)));
CREATE OR REPLACE MACRO bt_sha256(x) AS unhex(sha256(bt_bytes(x)));
CREATE OR REPLACE MACRO bt_to_hex(x) AS hex(bt_bytes(x));
CREATE OR REPLACE MACRO bt_to_base64(x) AS to_base64(bt_bytes(x));
CREATE OR REPLACE MACRO bt_from_utf8(x) AS decode(bt_bytes(x));

-- numbers
CREATE OR REPLACE MACRO bt_random() AS random(), (n) AS CAST(floor(random() * n) AS BIGINT), (a, b) AS a + CAST(floor(random() * (b - a)) AS BIGINT);
CREATE OR REPLACE MACRO bt_bitwise_and(a, b) AS a & b;
CREATE OR REPLACE MACRO bt_bitwise_or(a, b) AS a | b;
CREATE OR REPLACE MACRO bt_bitwise_xor(a, b) AS xor(a, b);
CREATE OR REPLACE MACRO bt_bitwise_not(a) AS ~a;
CREATE OR REPLACE MACRO bt_bitwise_left_shift(a, n) AS a << n;
CREATE OR REPLACE MACRO bt_bitwise_right_shift(a, n) AS a >> n;
CREATE OR REPLACE MACRO bt_cbrt(x) AS CASE WHEN power(round(cbrt(x)), 3) = x THEN round(cbrt(x)) ELSE cbrt(x) END;
CREATE OR REPLACE MACRO bt_nan() AS 'NaN'::DOUBLE;
CREATE OR REPLACE MACRO bt_infinity() AS 'Infinity'::DOUBLE;
CREATE OR REPLACE MACRO bt_e() AS exp(1.0::DOUBLE);
CREATE OR REPLACE MACRO bt_truncate(x) AS trunc(x), (x, n) AS trunc(x * power(10, n)) / power(10, n);
CREATE OR REPLACE MACRO bt_log(b, x) AS ln(x) / ln(b);
CREATE OR REPLACE MACRO bt_from_base(s, b) AS CAST(list_reduce(list_prepend(0::HUGEINT, list_transform(string_split(lower(s), ''),
  lambda bt_c: CAST(strpos('0123456789abcdefghijklmnopqrstuvwxyz', bt_c) - 1 AS HUGEINT))), lambda bt_s, bt_x: bt_s * b + bt_x) AS BIGINT);
CREATE OR REPLACE MACRO bt_to_base(n, b) AS lower(to_base(n, b));
CREATE OR REPLACE MACRO bt_width_bucket(x, a, b, n) AS CAST(CASE WHEN x < a THEN 0 WHEN x >= b THEN n + 1
  ELSE floor((x - a) * n / (b - a)) + 1 END AS BIGINT);

-- moments
CREATE OR REPLACE MACRO bt_now() AS timezone('UTC', now());
CREATE OR REPLACE MACRO bt_today() AS CAST(timezone('UTC', now()) AS DATE);
CREATE OR REPLACE MACRO bt_instant(x) AS CASE
  WHEN typeof(x) = 'VARCHAR' AND regexp_matches(CAST(x AS VARCHAR), '[A-Za-z]{3,}|\d ?[-+]\d\d:?\d\d$')
    THEN timezone('UTC', CAST(regexp_replace(CAST(x AS VARCHAR), ' ([-+])', '\1') AS TIMESTAMPTZ))
  ELSE CAST(x AS TIMESTAMP) END;
CREATE OR REPLACE MACRO bt_offset(z) AS to_minutes((CASE WHEN z[1] = '-' THEN -1 ELSE 1 END)
  * (COALESCE(TRY_CAST(z[2:3] AS BIGINT), 0) * 60 + COALESCE(TRY_CAST(z[5:6] AS BIGINT), 0)));
CREATE OR REPLACE MACRO bt_is_offset(z) AS regexp_full_match(z, '[-+]\d\d:\d\d');
CREATE OR REPLACE MACRO bt_at_timezone(t, z) AS CASE WHEN bt_is_offset(z) THEN CAST(t AS TIMESTAMP) + bt_offset(z)
  ELSE timezone(CASE WHEN bt_is_offset(z) THEN 'UTC' ELSE z END, timezone('UTC', CAST(t AS TIMESTAMP))) END;
CREATE OR REPLACE MACRO bt_with_timezone(t, z) AS CASE WHEN bt_is_offset(z) THEN CAST(t AS TIMESTAMP) - bt_offset(z)
  ELSE timezone('UTC', timezone(CASE WHEN bt_is_offset(z) THEN 'UTC' ELSE z END, CAST(t AS TIMESTAMP))) END;
CREATE OR REPLACE MACRO bt_from_iso8601(s) AS CASE
  WHEN regexp_full_match(CAST(s AS VARCHAR), '\d{4}') THEN CAST(CAST(s AS VARCHAR) || '-01-01' AS TIMESTAMP)
  WHEN regexp_full_match(CAST(s AS VARCHAR), '\d{4}-\d\d') THEN CAST(CAST(s AS VARCHAR) || '-01' AS TIMESTAMP)
  WHEN regexp_full_match(CAST(s AS VARCHAR), '\d{4}-\d\d-\d\dT\d\d(:?\d\d)?Z?') THEN CAST(substr(CAST(s AS VARCHAR), 1, 13) || ':' ||
    CASE WHEN length(regexp_replace(CAST(s AS VARCHAR), '[Z:]', '', 'g')) > 13 THEN substr(regexp_replace(CAST(s AS VARCHAR), '[Z:]', '', 'g'), 14, 2) ELSE '00' END || ':00' AS TIMESTAMP)
  WHEN regexp_matches(CAST(s AS VARCHAR), 'T.*[-+]\d\d(:?\d\d)?$') THEN timezone('UTC', CAST(CAST(s AS VARCHAR) AS TIMESTAMPTZ))
  ELSE CAST(s AS TIMESTAMP) END;
CREATE OR REPLACE MACRO bt_to_iso8601(x) AS CASE typeof(x)
  WHEN 'DATE' THEN CAST(x AS VARCHAR)
  ELSE strftime(CAST(x AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%gZ') END;
CREATE OR REPLACE MACRO bt_from_unixtime(s) AS make_timestamp(CAST(round(CAST(s AS DOUBLE) * 1000) * 1000 AS BIGINT)),
  (s, z) AS bt_at_timezone(make_timestamp(CAST(round(CAST(s AS DOUBLE) * 1000) * 1000 AS BIGINT)), z);
CREATE OR REPLACE MACRO bt_from_unixtime_nanos(n) AS make_timestamp(CAST(n AS BIGINT) // 1000);
CREATE OR REPLACE MACRO bt_to_unixtime(t) AS epoch(CAST(t AS TIMESTAMP));
CREATE OR REPLACE MACRO bt_to_milliseconds(i) AS epoch_ms(i);
CREATE OR REPLACE MACRO bt_date(x) AS CASE WHEN typeof(x) = 'VARCHAR' THEN CAST(CAST(x AS VARCHAR) AS DATE) ELSE CAST(x AS DATE) END;
CREATE OR REPLACE MACRO bt_millisecond(t) AS millisecond(CAST(t AS TIMESTAMP)) % 1000;
CREATE OR REPLACE MACRO bt_strftime(t, f) AS strftime(CAST(t AS TIMESTAMP), f);
CREATE OR REPLACE MACRO bt_mysql_pattern(f) AS replace(replace(replace(replace(replace(f, '%M', '%B'), '%i', '%M'), '%s', '%S'), '%W', '%A'), '%T', '%H:%M:%S');
CREATE OR REPLACE MACRO bt_human_seconds(s) AS regexp_replace(concat_ws(', ',
  CASE WHEN s >= 604800 THEN (s // 604800) || ' weeks' END, CASE WHEN s % 604800 >= 86400 THEN (s % 604800 // 86400) || ' days' END,
  CASE WHEN s % 86400 >= 3600 THEN (s % 86400 // 3600) || ' hours' END, CASE WHEN s % 3600 >= 60 THEN (s % 3600 // 60) || ' minutes' END,
  CASE WHEN s % 60 > 0 OR s = 0 THEN (s % 60) || ' seconds' END), '\b1 (week|day|hour|minute|second)s', '1 \1', 'g');

-- JSON. The `_text` forms take text that is known to be JSON (the trail's columns); the others answer null for what is not.
-- The list makes DuckDB read the path once; written out, a condition would read it three times.
CREATE OR REPLACE MACRO bt_json_scalar_text(j, p) AS list_transform([j ->> p], lambda bt_s:
  CASE WHEN ord(bt_s) NOT IN (123, 91) OR json_type(j, p) NOT IN ('OBJECT', 'ARRAY') THEN bt_s END)[1];
CREATE OR REPLACE MACRO bt_json(x) AS CASE WHEN json_valid(CAST(x AS VARCHAR)) THEN CAST(x AS VARCHAR) END;
CREATE OR REPLACE MACRO bt_json_scalar(x, p) AS bt_json_scalar_text(bt_json(x), p);
CREATE OR REPLACE MACRO bt_json_extract_text(j, p) AS json_extract(j, p);
CREATE OR REPLACE MACRO bt_json_extract(x, p) AS json_extract(bt_json(x), p);
CREATE OR REPLACE MACRO bt_json_parse(x) AS CASE WHEN json_valid(CAST(x AS VARCHAR)) THEN CAST(CAST(x AS VARCHAR) AS JSON)
  WHEN x IS NULL THEN NULL ELSE CAST(CAST(CAST('Cannot convert value to JSON: ' || CAST(x AS VARCHAR) AS BIGINT) AS VARCHAR) AS JSON) END;
CREATE OR REPLACE MACRO bt_json_array_get(x, i) AS json_extract(bt_json(x), '$[' || CASE WHEN i < 0 THEN '#' || i ELSE CAST(i AS VARCHAR) END || ']');
CREATE OR REPLACE MACRO bt_json_array_length(x) AS CASE WHEN json_type(bt_json(x)) = 'ARRAY' THEN json_array_length(bt_json(x)) END;
CREATE OR REPLACE MACRO bt_json_array_contains(x, v) AS CASE WHEN json_type(bt_json(x)) = 'ARRAY'
  THEN list_contains(CAST(CAST(bt_json(x) AS JSON) AS VARCHAR[]), CAST(v AS VARCHAR)) END;
CREATE OR REPLACE MACRO bt_json_size(x, p) AS CASE json_type(bt_json(x), p) WHEN 'ARRAY' THEN json_array_length(bt_json(x), p)
  WHEN 'OBJECT' THEN len(json_keys(bt_json(x), p)) ELSE CASE WHEN json_type(bt_json(x), p) IS NOT NULL THEN 0 END END;
CREATE OR REPLACE MACRO bt_json_format(x) AS CAST(json(CAST(x AS VARCHAR)) AS VARCHAR);
CREATE OR REPLACE MACRO bt_is_json_scalar(x) AS json_type(bt_json(x)) NOT IN ('OBJECT', 'ARRAY');
CREATE OR REPLACE MACRO bt_json_exists(x, p) AS json_exists(bt_json(x), p);
CREATE OR REPLACE MACRO bt_json_member(j, k) AS json_extract(j, '$."' || list_filter(json_keys(j), lambda bt_k: lower(bt_k) = k)[1] || '"');

-- arrays and maps
CREATE OR REPLACE MACRO bt_array_distinct(l) AS list_filter(l, lambda bt_x, bt_i: list_position(l, bt_x) = bt_i);
CREATE OR REPLACE MACRO bt_array_position(l, x) AS COALESCE(list_position(l, x), 0);
CREATE OR REPLACE MACRO bt_array_remove(l, x) AS list_filter(l, lambda bt_x: bt_x <> x);
CREATE OR REPLACE MACRO bt_array_join(l, d) AS array_to_string(CAST(l AS VARCHAR[]), d),
  (l, d, n) AS array_to_string(list_transform(CAST(l AS VARCHAR[]), lambda bt_x: COALESCE(bt_x, n)), d);
CREATE OR REPLACE MACRO bt_array_sort(l) AS list_sort(l, 'ASC', 'NULLS LAST');
CREATE OR REPLACE MACRO bt_array_union(a, b) AS bt_array_distinct(list_concat(a, b));
CREATE OR REPLACE MACRO bt_array_intersect(a, b) AS bt_array_distinct(list_filter(a, lambda bt_y: list_position(b, bt_y) IS NOT NULL));
CREATE OR REPLACE MACRO bt_array_except(a, b) AS bt_array_distinct(list_filter(a, lambda bt_y: list_position(b, bt_y) IS NULL));
CREATE OR REPLACE MACRO bt_array_max(l) AS CASE WHEN len(l) = list_count(l) THEN list_max(l) END;
CREATE OR REPLACE MACRO bt_array_min(l) AS CASE WHEN len(l) = list_count(l) THEN list_min(l) END;
CREATE OR REPLACE MACRO bt_slice(l, s, n) AS CASE WHEN s < 0 THEN l[len(l) + s + 1:len(l) + s + n] ELSE l[s:s + n - 1] END;
CREATE OR REPLACE MACRO bt_shuffle(l) AS list_transform(list_sort(list_transform(l, lambda bt_x: struct_pack(r := random(), v := bt_x))), lambda bt_e: bt_e.v);
CREATE OR REPLACE MACRO bt_trim_array(l, n) AS l[1:len(l) - n];
CREATE OR REPLACE MACRO bt_repeat(x, n) AS list_transform(range(n), lambda bt_i: x);
CREATE OR REPLACE MACRO bt_sequence(a, b) AS generate_series(a, b, CASE WHEN a <= b THEN 1 ELSE -1 END), (a, b, s) AS generate_series(a, b, s);
CREATE OR REPLACE MACRO bt_map_of(entries) AS map_from_entries(list_filter(entries,
  lambda bt_e, bt_i: bt_e.k IS NOT NULL AND list_position(list_transform(entries, lambda bt_f: bt_f.k), bt_e.k) = bt_i));
CREATE OR REPLACE MACRO bt_multimap_of(entries) AS map_from_entries(list_transform(
  list_distinct(list_transform(entries, lambda bt_f: bt_f.k)),
  lambda bt_k: struct_pack(k := bt_k, v := list_transform(list_filter(entries, lambda bt_e: bt_e.k = bt_k), lambda bt_e: bt_e.v))));

-- addresses: text, compared as 128-bit numbers with IPv4 inside ::ffff:0:0/96 as Athena keeps it
CREATE OR REPLACE MACRO bt_is_ipv4(a) AS regexp_full_match(a, '((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)');
CREATE OR REPLACE MACRO bt_is_ipv6(a) AS a LIKE '%:%' AND regexp_full_match(a, '[0-9a-fA-F:]+') AND a NOT LIKE '%:::%'
  AND len(string_split(a, '::')) <= 2 AND (len(string_split(a, ':')) = 8 OR (a LIKE '%::%' AND len(string_split(a, ':')) <= 9))
  AND NOT regexp_matches(a, '[0-9a-fA-F]{5}');
CREATE OR REPLACE MACRO bt_try_ip(a) AS CASE WHEN bt_is_ipv4(a) THEN a WHEN bt_is_ipv6(a) THEN lower(a) END;
CREATE OR REPLACE MACRO bt_ip(a) AS CASE WHEN a IS NULL OR bt_is_ipv4(a) THEN a WHEN bt_is_ipv6(a) THEN lower(a)
  ELSE CAST(CAST('Cannot cast value to IPADDRESS: ' || a AS BIGINT) AS VARCHAR) END;
CREATE OR REPLACE MACRO bt_ipv4_number(a) AS list_reduce(CAST(string_split(a, '.') AS UHUGEINT[]), lambda bt_s, bt_x: bt_s * 256 + bt_x) + 281470681743360::UHUGEINT;
CREATE OR REPLACE MACRO bt_groups(s) AS list_filter(string_split(s, ':'), lambda bt_g: bt_g <> '');
CREATE OR REPLACE MACRO bt_ipv6_groups(a) AS CASE WHEN a LIKE '%::%' THEN list_concat(list_concat(bt_groups(string_split(a, '::')[1]),
  list_transform(range(8 - len(bt_groups(a))), lambda bt_i: '0')), bt_groups(string_split(a, '::')[2])) ELSE string_split(a, ':') END;
CREATE OR REPLACE MACRO bt_ipv6_number(a) AS list_reduce(list_transform(bt_ipv6_groups(a), lambda bt_g: CAST(CAST('0x' || bt_g AS INTEGER) AS UHUGEINT)),
  lambda bt_s, bt_x: bt_s * 65536 + bt_x);
CREATE OR REPLACE MACRO bt_ip_number(a) AS CASE WHEN a LIKE '%:%' THEN bt_ipv6_number(CASE WHEN a LIKE '%:%' THEN a END)
  ELSE bt_ipv4_number(CASE WHEN a NOT LIKE '%:%' THEN a END) END;
CREATE OR REPLACE MACRO bt_prefix_size(n) AS CAST(power(2, (CASE WHEN n LIKE '%:%' THEN 128 ELSE 32 END) - CAST(string_split(n, '/')[2] AS INTEGER)) AS UHUGEINT);
CREATE OR REPLACE MACRO bt_network_first(n) AS bt_ip_number(bt_ip(string_split(n, '/')[1])) // bt_prefix_size(n) * bt_prefix_size(n);
CREATE OR REPLACE MACRO bt_network_last(n) AS bt_network_first(n) + (bt_prefix_size(n) - 1);
CREATE OR REPLACE MACRO bt_contains_network(n, a) AS bt_ip_number(bt_ip(a)) BETWEEN bt_network_first(n) AND bt_network_last(n);
CREATE OR REPLACE MACRO bt_ipv4_text(v) AS concat_ws('.', v // 16777216 % 256, v // 65536 % 256, v // 256 % 256, v % 256);
CREATE OR REPLACE MACRO bt_ip_prefix(a, bits) AS CASE WHEN a LIKE '%:%' THEN a || '/' || bits
  ELSE bt_ipv4_text(bt_network_first(CASE WHEN a NOT LIKE '%:%' THEN a || '/' || bits END) - 281470681743360::UHUGEINT) || '/' || bits END;
CREATE OR REPLACE MACRO bt_ip_subnet_min(n) AS bt_ipv4_text(bt_network_first(n) - 281470681743360::UHUGEINT);
CREATE OR REPLACE MACRO bt_ip_subnet_max(n) AS bt_ipv4_text(bt_network_last(n) - 281470681743360::UHUGEINT);

-- addresses of the web
CREATE OR REPLACE MACRO bt_url(u, part) AS NULLIF(regexp_extract(u, '^(?:([a-zA-Z][\w+.-]*):)?(?://(?:[^/?#@]*@)?([^/?#:]*)(?::(\d+))?)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$', part), '');
CREATE OR REPLACE MACRO bt_url_parameter(u, n) AS url_decode(list_filter(list_transform(string_split(bt_url(u, 5), '&'),
  lambda bt_p: struct_pack(k := string_split(bt_p, '=')[1], v := substr(bt_p, length(string_split(bt_p, '=')[1]) + 2))), lambda bt_e: bt_e.k = n)[1].v);
