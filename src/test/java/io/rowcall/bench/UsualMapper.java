package io.rowcall.bench;

import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Param;

/** Statements of {@link UsualWay}, as MyBatis's own manual shows them. */
interface UsualMapper {

    /** A row as JSON is mapped to it. */
    record UsualRow(long id, String email, int parent) {}

    @Insert("""
            <script>
            INSERT INTO bench_usual (id, email, parent) VALUES
            <foreach collection="rows" item="row" separator=",">
              (#{row.id}, #{row.email}, #{row.parent})
            </foreach>
            </script>""")
    int insertAll(@Param("rows") List<UsualRow> rows);

    @Insert("INSERT INTO bench_usual (id, email, parent) VALUES (#{id}, #{email}, #{parent})")
    int insert(UsualRow row);
}
