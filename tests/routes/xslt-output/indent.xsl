<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"><xsl:output indent="yes"/><xsl:template match="/"><out><b><c>1</c></b><d/>
</out></xsl:template></xsl:stylesheet>