"""What teams call sections and months in German, French, Spanish, Portuguese and Japanese."""

NAMES = {
    "what_happened": (
        "zusammenfassung|überblick|was (ist )?passiert( ist)?|beschreibung|problembeschreibung"
        "|r[ée]sum[ée]( ex[ée]cutif)?|aper[cç]u|que s'est-il pass[ée]|description de l'incident"
        "|resumen( ejecutivo)?|descripci[óo]n|qu[ée] (pas[óo]|ocurri[óo])"
        "|resumo( executivo)?|descri[çc][ãa]o|o que aconteceu"
        "|概要|サマリー|検知|復旧|対応"
    ),
    "impact": (
        "auswirkung(en)?|betroffene (kunden|nutzer|systeme)"
        "|impacts?( (utilisateur|client)s?)?|impacto"
        "|影響(範囲)?"
    ),
    "what_made_it_possible": (
        "ursachen?|ursachenanalyse|grundursache|auslöser|was (ist )?schlecht (lief|gelaufen)"
        "|causes?( racines?)?|analyse des causes|ce qui s'est mal pass[ée]"
        "|causas?( ra[íi]z)?|an[áa]lisis de causas?|qu[ée] sali[óo] mal"
        "|causas? raiz|an[áa]lise de causas?|o que deu errado"
        "|(根本)?原因(分析)?|うまくいかなかったこと|悪かった点"
    ),
    "what_went_well": (
        "was (ist )?gut (lief|gelaufen)( ist)?|ce qui (s'est bien pass[ée]|a bien fonctionn[ée])"
        "|qu[ée] (sali[óo] bien|funcion[óo])|o que (deu certo|funcionou)"
        "|うまくいったこと|良かった点"
    ),
    "where_we_were_lucky": (
        "wo wir glück hatten|o[ùu] nous avons eu de la chance|d[óo]nde tuvimos suerte"
        "|onde tivemos sorte"
        "|幸運だった(こと|点)|運が良かったこと"
    ),
    "what_we_know_now": (
        "erkenntnisse|lehren|gelernt|was wir gelernt haben|le[çc]ons( apprises)?|enseignements"
        "|lecciones( aprendidas)?|aprendizajes|li[çc][õo]es( aprendidas)?|aprendizados"
        "|教訓|学び|学んだこと"
    ),
    "factor": (
        "beitragende faktoren|facteurs contributifs|factores contribuyentes"
        "|causas contribuyentes|fatores contribuintes"
        "|寄与要因"
    ),
    "follow_up": (
        "maßnahmen|massnahmen|nächste schritte|folgemaßnahmen|actions( correctives| à mener)?"
        "|plan d'action|prochaines [ée]tapes|recommandations|acciones( correctivas)?"
        "|pr[óo]ximos pasos|plan de acci[óo]n|a[çc][õo]es( corretivas)?|pr[óo]ximos passos"
        "|plano de a[çc][ãa]o"
        "|アクションアイテム|再発防止策?|今後の(対応|対策)|対策"
    ),
    "timeline": (
        "zeitleiste|zeitverlauf|zeitlicher (ab|ver)lauf|ablauf|chronologie( de l'incident)?"
        "|l[íi]nea de tiempo|cronolog[íi]a|linha do tempo"
        "|タイムライン|時系列"
    ),
}  # fmt: skip

MONTHS = (
    ("januar", "jänner", "janvier", "enero", "janeiro"),
    ("februar", "février", "fevrier", "febrero", "fevereiro"),
    ("märz", "maerz", "mars", "marzo", "março"),
    ("avril", "abril"),
    ("mai", "mayo", "maio"),
    ("juni", "juin", "junio", "junho"),
    ("juli", "juillet", "julio", "julho"),
    ("août", "agosto"),
    ("septembre", "septiembre", "setembro"),
    ("oktober", "octobre", "octubre", "outubro"),
    ("novembre", "noviembre", "novembro"),
    ("dezember", "décembre", "decembre", "diciembre", "dezembro"),
)
