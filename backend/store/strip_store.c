/* Strips of hosts in one statement. The letters stand in BAD from good to bad. */
#include "store/strip_store.h"

#define BAD "'u?gd'"

static const struct stmt HOSTS =
    STMT("strip_hosts",
         "SELECT h.id, s.strip FROM unnest($2) WITH ORDINALITY AS i (id, place) "
         "JOIN host h ON h.tenant_id = $1 AND h.id = i.id CROSS JOIN LATERAL ("
         "SELECT json_agg(coalesce(b.letter, '-') ORDER BY part.n) AS strip "
         "FROM generate_series(0, $4 - 1) AS part (n) LEFT JOIN ("
         "SELECT floor(extract(epoch FROM r.slot - $3) * 1000000 / $5)::int AS n, "
         "substr(" BAD ", max(strpos(" BAD ", r.letter)), 1) AS letter "
         "FROM host_check c CROSS JOIN LATERAL sample_read(c.tenant_id, c.id, $3, "
         "$3 + $4 * $5 * interval '1 microsecond') r "
         "WHERE c.tenant_id = $1 AND c.host_id = h.id AND c.enabled GROUP BY 1"
         ") b ON b.n = part.n) s ORDER BY i.place",
         4);

bool strip_hosts(struct tx *t, const int64_t *ids, size_t n, int64_t from_us, int64_t part_us,
                 struct arena *mem, PGresult **out, struct err *e)
{
    struct arg list;

    return arg_int8s(mem, ids, n, &list, e) &&
           tx_run(t, &HOSTS, ARGS(list, TIME(from_us), INT4(STRIP_PARTS), INT8(part_us)), out, e);
}
