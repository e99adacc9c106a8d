# cmake -DPAGE=IN -DTABLE=ROWS -DOUT=FILE -P fill_table.cmake: puts the rows in the place of @TARGETS@.
file(READ "${PAGE}" page)
file(READ "${TABLE}" rows)
string(STRIP "${rows}" rows)
string(REPLACE "@TARGETS@" "${rows}" page "${page}")
file(WRITE "${OUT}" "${page}")
